using System.Buffers.Binary;
using System.IO.Compression;

namespace Lit.Api.Imaging;

/// <summary>Writes pictures as PNG files of 8 bits a channel.</summary>
public static class PngImage
{
    /// <summary>How a data URL of a PNG starts.</summary>
    public const string DataUrlPrefix = "data:image/png;base64,";

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture as a data URL.</summary>
    /// <param name="pixels">Shape <c>[height, width, channels]</c>, row after row.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The pixels are not those of 1 to 4 channels: grey, grey and alpha, RGB, RGB and alpha.</exception>
    public static string ToDataUrl(ReadOnlySpan<byte> pixels, int width, int height) =>
        DataUrlPrefix + Convert.ToBase64String(Encode(pixels, width, height));

    /// <summary>Writes a picture as the bytes of a file.</summary>
    /// <param name="pixels">Shape <c>[height, width, channels]</c>, row after row.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The pixels are not those of 1 to 4 channels: grey, grey and alpha, RGB, RGB and alpha.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long size = (long)width * height;
        long channels = pixels.Length / size;
        if (channels is < 1 or > 4 || channels * size != pixels.Length)
        {
            throw new ArgumentException(
                $"Expected {height} × {width} pixels of 1 to 4 channels, found {pixels.Length} numbers.", nameof(pixels));
        }

        using MemoryStream file = new();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * (int)channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowLength)
    {
        using MemoryStream compressed = new();
        using (ZLibStream stream = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int at = 0; at < pixels.Length; at += rowLength)
            {
                // Rows are stored without a filter.
                stream.WriteByte(0);
                stream.Write(pixels.Slice(at, rowLength));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
