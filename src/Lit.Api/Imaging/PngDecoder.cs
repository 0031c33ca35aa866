using System.Buffers.Binary;
using System.IO.Compression;
using Lit.Types;

namespace Lit.Api.Imaging;

/// <summary>Reads PNG files.</summary>
/// <remarks>
/// Checksums are not checked: damage that matters shows in the compressed content, which has its own.
/// </remarks>
internal static class PngDecoder
{
    private const int MaxPixels = 1 << 26;

    private static readonly (int X, int Y, int Width, int Height)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private enum Kind
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }

    public static RasterImage Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
        {
            bool isJpeg = file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);
            throw Wrong("a PNG file", isJpeg ? "a JPEG file: decode it and pass the pixels" : "something else");
        }

        Header? header = null;
        byte[] palette = [];
        byte[] transparency = [];
        using MemoryStream compressed = new();
        for (var rest = file[Signature.Length..]; rest.Length >= 12;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                throw Wrong("a complete file", "one that ends within a chunk");
            }

            var type = rest.Slice(4, 4);
            var content = rest.Slice(8, (int)length);
            rest = rest[(12 + (int)length)..];
            if (header is null)
            {
                header = type.SequenceEqual("IHDR"u8)
                    ? Header.Read(content)
                    : throw Wrong("a header first", "another chunk");
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = content.ToArray();
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                transparency = content.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(content);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
        }

        if (header is not { } found)
        {
            throw Wrong("a header", "none");
        }

        compressed.Position = 0;
        return found.Kind == Kind.Palette
            ? Colour(found, Samples(found, compressed), palette, transparency)
            : new RasterImage(found.Width, found.Height, found.Channels, Samples(found, compressed));
    }

    /// <summary>The samples of all pixels in 8 bits; of a palette their positions.</summary>
    private static byte[] Samples(Header header, Stream compressed)
    {
        byte[] samples = new byte[checked(header.Width * header.Height * header.Channels)];
        using ZLibStream stream = new(compressed, CompressionMode.Decompress);
        foreach (var (x, y, stepX, stepY) in header.IsInterlaced ? Passes : [(0, 0, 1, 1)])
        {
            int width = (header.Width - x + stepX - 1) / stepX;
            int height = (header.Height - y + stepY - 1) / stepY;
            if (width <= 0 || height <= 0)
            {
                continue;
            }

            byte[] row = new byte[((width * header.BitsPerPixel) + 7) / 8];
            byte[] above = new byte[row.Length];
            for (int r = 0; r < height; r++)
            {
                int filter = ReadRow(stream, row);
                Unfilter(filter, row, above, Math.Max(1, header.BitsPerPixel / 8));
                for (int i = 0; i < width * header.Channels; i++)
                {
                    int column = x + (i / header.Channels * stepX);
                    int at = ((y + (r * stepY)) * header.Width) + column;
                    samples[(at * header.Channels) + (i % header.Channels)] = Sample(header, row, i);
                }

                (row, above) = (above, row);
            }
        }

        return samples;
    }

    private static int ReadRow(ZLibStream stream, byte[] row)
    {
        try
        {
            int filter = stream.ReadByte();
            stream.ReadExactly(row);
            return filter;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new LitException("Expected the pixels of a PNG file; found damaged or missing content.", error);
        }
    }

    private static byte Sample(Header header, byte[] row, int index)
    {
        switch (header.Depth)
        {
            case 16:
                return row[2 * index];
            case 8:
                return row[index];
            default:
                int bit = index * header.Depth;
                int value = (row[bit / 8] >> (8 - header.Depth - (bit % 8))) & ((1 << header.Depth) - 1);
                return (byte)(header.Kind == Kind.Palette ? value : value * 255 / ((1 << header.Depth) - 1));
        }
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int distance)
    {
        for (int i = 0; i < row.Length && filter != 0; i++)
        {
            int left = i >= distance ? row[i - distance] : 0;
            int corner = i >= distance ? above[i - distance] : 0;
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw Wrong("a row filter from 0 to 4", $"{filter}"),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }

    private static RasterImage Colour(Header header, byte[] places, byte[] palette, byte[] transparency)
    {
        int channels = transparency.Length > 0 ? 4 : 3;
        byte[] pixels = new byte[places.Length * channels];
        for (int i = 0; i < places.Length; i++)
        {
            int at = places[i] * 3;
            if (at + 3 > palette.Length)
            {
                throw Wrong($"colours of a palette of {palette.Length / 3}", $"colour {places[i]}");
            }

            palette.AsSpan(at, 3).CopyTo(pixels.AsSpan(i * channels));
            if (channels == 4)
            {
                pixels[(i * 4) + 3] = places[i] < transparency.Length ? transparency[places[i]] : byte.MaxValue;
            }
        }

        return new RasterImage(header.Width, header.Height, channels, pixels);
    }

    private static LitException Wrong(string expected, string found) =>
        new($"Expected {expected} as an image; found {found}.");

    private readonly record struct Header(int Width, int Height, int Depth, Kind Kind, bool IsInterlaced)
    {
        public int Channels => Kind switch { Kind.Rgb => 3, Kind.GreyAlpha => 2, Kind.Rgba => 4, _ => 1 };

        public int BitsPerPixel => Depth * Channels;

        public static Header Read(ReadOnlySpan<byte> content)
        {
            if (content.Length != 13)
            {
                throw Wrong("a header of 13 bytes", $"{content.Length}");
            }

            int width = BinaryPrimitives.ReadInt32BigEndian(content);
            int height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
            if (width < 1 || height < 1 || (long)width * height > MaxPixels)
            {
                throw Wrong($"1 to {MaxPixels} pixels", $"{width} × {height}");
            }

            var (depth, kind) = (content[8], (Kind)content[9]);
            bool known = kind switch
            {
                Kind.Grey => depth is 1 or 2 or 4 or 8 or 16,
                Kind.Palette => depth is 1 or 2 or 4 or 8,
                Kind.Rgb or Kind.GreyAlpha or Kind.Rgba => depth is 8 or 16,
                _ => false,
            };
            return known && content[10] == 0 && content[11] == 0 && content[12] <= 1
                ? new(width, height, depth, kind, content[12] == 1)
                : throw Wrong(
                    "a kind of pixels, compression and interlacing of the PNG standard",
                    string.Join(' ', content[8..].ToArray()));
        }
    }
}
