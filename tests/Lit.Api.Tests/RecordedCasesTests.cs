using NUnit.Framework;

namespace Lit.Api;

/// <summary>Every recorded case of a file is one of some test, by the start of its name.</summary>
public sealed class RecordedCasesTests
{
    private static readonly Dictionary<string, string> Misc = new()
    {
        ["annotator, "] = nameof(PerFieldAnnotatorTests.Every_field_that_the_model_can_read_gets_every_output),
        ["annotator with two inputs"] = nameof(PerFieldAnnotatorTests.A_model_of_two_inputs_is_refused),
        ["static predictions by "] = nameof(StaticPredictionsTests.A_prediction_is_found_by_its_key_fields),
        ["static predictions specs"] = nameof(StaticPredictionsTests.The_specs_are_those_of_the_key_fields_and_of_the_predictions),
        ["batches of 0 "] = nameof(BatchPlannerTests.No_batch_size_below_one_is_taken),
        ["batches of "] = nameof(BatchedModelTests.Batches_are_full_but_the_last),
        ["ui state "] = "the selection of a web page is the host's",
    };

    [Test]
    public void Helpers_are_tested_or_listed_with_a_reason()
        => Assert.That(
            GoldenFile.All("misc").Select(golden => golden.Name).Where(name => !Misc.Keys.Any(start => name.StartsWith(start, StringComparison.Ordinal))),
            Is.Empty);
}
