using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;

namespace Lit.Api.Imaging;

public sealed class PngImageTests
{
    [FsCheck.NUnit.Property(MaxTest = 100)]
    public Property A_picture_comes_back_from_its_file() => Prop.ForAll(
        (from width in Gen.Choose(1, 40)
         from height in Gen.Choose(1, 40)
         from channels in Gen.Choose(1, 4)
         from pixels in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(width * height * channels)
         select (width, height, channels, pixels)).ToArbitrary(),
        sample =>
        {
            byte[] file = PngImage.Encode(sample.pixels, sample.width, sample.height);

            Assert.That(file[..8], Is.EqualTo("\x89PNG\r\n\x1a\n".Select(c => (byte)c)));
            Dictionary<string, byte[]> chunks = Chunks(file);
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]), Is.EqualTo(sample.width));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)), Is.EqualTo(sample.height));
            Assert.That(chunks["IHDR"][8..10], Is.EqualTo(new byte[] { 8, (byte)(sample.channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 }) }));
            Assert.That(Rows(chunks["IDAT"], sample.width * sample.channels), Is.EqualTo(sample.pixels));
        });

    [Test]
    public void The_end_of_every_file_is_the_chunk_that_the_standard_spells_out() => Assert.That(
        PngImage.Encode([1, 2, 3], 1, 1)[^12..],
        Is.EqualTo(new byte[] { 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82 }));

    [Test]
    public void A_data_url_holds_the_file() => Assert.That(
        Convert.FromBase64String(PngImage.ToDataUrl([7], 1, 1)[PngImage.DataUrlPrefix.Length..]),
        Is.EqualTo(PngImage.Encode([7], 1, 1)));

    [TestCase(5, 2, 2)]
    [TestCase(0, 1, 1)]
    [TestCase(5, 1, 1)]
    public void Numbers_that_are_no_picture_are_refused(int numbers, int width, int height)
    {
        var error = Assert.Throws<ArgumentException>(() => PngImage.Encode(new byte[numbers], width, height));

        Assert.That(error!.Message, Does.StartWith($"Expected {height} × {width} pixels of 1 to 4 channels, found {numbers} numbers."));
    }

    private static Dictionary<string, byte[]> Chunks(byte[] file)
    {
        Dictionary<string, byte[]> chunks = [];
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add(Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Rows(byte[] compressed, int rowLength)
    {
        using ZLibStream stream = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream all = new();
        stream.CopyTo(all);
        return [.. all.ToArray().Chunk(rowLength + 1).SelectMany(row =>
        {
            Assert.That(row[0], Is.Zero);
            return row[1..];
        })];
    }
}
