using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Lit.Types.Json;

/// <summary>What LIT writes and reads, to the byte.</summary>
public sealed class LitJsonGoldenTests
{
    private static readonly LitJsonOptions Simple = new() { LitCompatible = true };
    private static readonly LitJsonOptions Invertible = new() { LitCompatible = true, IsInvertible = true };

    /// <summary>Cases whose answer depends on what .NET does not have, or on a defect that is not kept.</summary>
    private static readonly Dictionary<string, string> Different = new(StringComparer.Ordinal)
    {
        ["write 17"] = "the name of an enumerated value is written in both encodings; LIT cannot write it invertibly",
        ["write 18"] = "a type with an enumerated value is written in both encodings; LIT cannot write it invertibly",
        ["write 20"] = "no map of .NET has null as a key",
    };

    [TestCaseSource(nameof(Writes))]
    public void A_value_is_written_as_LIT_writes_it(JsonElement item)
    {
        object? value = GoldenFile.Value(item.Input());
        bool differs = Different.ContainsKey(GoldenFile.Name(item));

        Compare(item.Expected().GetProperty("simple"), () => LitJson.Write(value, Simple), differs && value is System.Collections.IDictionary);
        Compare(item.Expected().GetProperty("invertible"), () => LitJson.Write(value, Invertible), differs);
    }

    [Test]
    public void Enumerated_values_are_written_by_name_in_both_encodings()
    {
        Assert.That(LitJson.Write(MetricBestValue.Lowest, Invertible), Is.EqualTo("\"lowest\""));
        Assert.That(
            LitJson.Write(new MetricResult(), Invertible),
            Is.EqualTo(LitJson.Write(new MetricResult(), Simple)).And.Contains("\"best_value\": \"none\""));
    }

    [Test]
    public void Keys_that_are_numbers_become_text()
    {
        var map = new Dictionary<object, string> { [1L] = "d", [2.5] = "b", [true] = "c" };

        Assert.That(LitJson.Write(map, Simple), Is.EqualTo("""{"1": "d", "2.5": "b", "true": "c"}"""));
    }

    [TestCaseSource(nameof(Reads))]
    public void A_text_is_read_as_LIT_reads_it(JsonElement item)
    {
        string text = item.Input().GetProperty("text").GetString()!;

        if (item.Expected().IsError())
        {
            Assert.That(() => LitJson.Read(text), Throws.TypeOf<LitJsonException>());
            Assert.That(() => LitJson.Read(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<LitJsonException>());
        }
        else
        {
            object? expected = GoldenFile.Value(item.Expected().GetProperty("value"));
            Assert.That(ValueComparer.Instance.Equals(LitJson.Read(text), expected));
            Assert.That(ValueComparer.Instance.Equals(LitJson.Read(Encoding.UTF8.GetBytes(text)), expected));
        }
    }

    private static IEnumerable<TestCaseData> Writes() => GoldenFile.Cases("serialize", "write");

    private static IEnumerable<TestCaseData> Reads() => GoldenFile.Cases("serialize", "read");

    private static void Compare(JsonElement expected, Func<string> write, bool differs)
    {
        if (differs)
        {
            return;
        }

        if (expected.IsError())
        {
            Assert.That(() => write(), Throws.TypeOf<LitJsonException>());
        }
        else
        {
            Assert.That(write(), Is.EqualTo(expected.GetString()));
        }
    }
}
