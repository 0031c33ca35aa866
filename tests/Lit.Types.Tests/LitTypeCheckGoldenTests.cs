using System.Text.Json;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Types;

/// <summary>Which values LIT takes for a field of a dataset and of a model's output, and where and why the answer is another.</summary>
public sealed class LitTypeCheckGoldenTests
{
    private const string Input = "input";
    private const string Output = "output";

    private static readonly JsonElement File = GoldenFile.Load("types_validate");
    private static readonly JsonElement[] Values = [.. File.GetProperty("values").EnumerateArray()];

    [TestCaseSource(nameof(Cases))]
    public void A_value_is_accepted_as_LIT_accepts_it_or_there_is_a_reason(JsonElement item)
    {
        var type = GoldenFile.Type(item.Input().GetProperty("type"));
        var (output, input, dataset) = (Spec("output_spec"), Spec("input_spec"), Spec("dataset_spec"));
        bool refers = type.References.All(reference => reference.Check("f", output, dataset, input) is null);

        var unexplained =
            from side in new[] { Input, Output }
            from i in Enumerable.Range(0, Values.Length)
            let fits = !type.Check("f", type.Normalize(GoldenFile.Value(Values[i]))).Any() && (side == Input || refers)
            let fitsInLit = item.Expected().GetProperty(side)[i].GetString() == "ok"
            where fits != fitsInLit && Reason(type, side, i, fits) is null
            select $"{side} {Values[i].GetRawText()}: expected {fitsInLit}";

        Assert.That(unexplained, Is.Empty);
    }

    [Test]
    public void A_reference_that_LIT_stumbles_over_is_a_mismatch()
    {
        var stumbles = Cases().Select(data => (JsonElement)data.Arguments[0]!)
            .Where(item => item.Expected().GetProperty(Output).EnumerateArray().Any(answer => answer.GetString() == "KeyError"))
            .Select(item => GoldenFile.Type(item.Input().GetProperty("type")))
            .ToArray();

        Assert.That(stumbles, Has.Length.GreaterThan(8));
        var found = stumbles.SelectMany(type => type.References)
            .Select(reference => reference.Check("f", Spec("output_spec"), Spec("dataset_spec"), Spec("input_spec")))
            .OfType<SpecMismatch>()
            .Select(mismatch => mismatch.Found);
        Assert.That(found, Is.EqualTo(Enumerable.Repeat("'nope', which is not there", stumbles.Length)));
    }

    /// <summary>Why an answer differs from LIT's; null if it must not.</summary>
    private static string? Reason(LitType type, string side, int value, bool fits) => (type, value, fits) switch
    {
        (_, 24, false) => "a complex number is no value",
        (_, 15, false) or (Scalar or MetricResult, 5, false) => "a bool is no number",
        (BooleanLitType, 28, true) => "a bool of NumPy is read as a bool",
        (StringListType, 10 or 20, true) => "a tuple of texts and an array of texts are read as a list",
        (TensorType or FloatListType, 23, true) => "an array without axes is read as one of one number",
        (TensorType, 9, true) => "an empty list is an array without rows",
        (TensorType, 38, true) => "a tuple of numbers is read as a list",
        (TensorType, 16, true) => "lists in lists are tensors",
        (JPEGBytes, 31, true) => "image/jpeg is the registered name",
        (Integer, 4 or 6 or 7 or 25 or 26, false) => "an Integer is a whole number",
        (CandidateListType, 37, true) => "a pair may be a list, as JSON has it",
        (CandidateListType, 40, false) => "a pair has two items",
        (FloatListType, 12 or 14 or 17 or 18, true) => "whole numbers and arrays are lists of numbers",
        (SparseMultilabel, 8, false) or (SparseMultilabelPreds, 35 or 36, false) => "labels are in the vocabulary",
        (MulticlassPreds, not 16, false) => "there is one probability for each class",
        (TensorType, _, false) when side == Input => "the rank is checked for inputs too",
        (ReferenceScores, 21 or 22, false) => "there is one score for each text",
        (SequenceTags or TokenScores or SubwordOffsets, _, false) when side == Output => "Align names a field of tokens",
        (ListLitType and not (StringListType or FloatListType), _, false) when side == Input => "inputs are checked as outputs are",
        (ImageBytesList, _, false) => "every image is one",
        (AnyType or Salience or MetricResult or ListLitType { WireName: "ListLitType" }, _, false)
            => "a value has the .NET type of its field",
        _ => null,
    };

    private static Spec Spec(string name) => GoldenFile.Spec(File.GetProperty(name));

    private static IEnumerable<TestCaseData> Cases() => GoldenFile.Cases("types_validate");
}
