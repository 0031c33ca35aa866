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

    private static readonly Dictionary<string, string> Utils = new()
    {
        ["make_modified_input"] = nameof(ExampleTests.A_changed_copy_follows_the_rule_of_modified_inputs),
        ["coerce_bool "] = "options by name are read where the forms of the types are",
        ["batch_iterator "] = nameof(BatchedModelTests.Batches_are_full_but_the_last),
        ["batch_inputs"] = "a table has its columns",
        ["unbatch_preds "] = "a table has its rows; columns of different lengths are no table",
        ["remap_dict"] = nameof(DatasetTests.References_follow_a_new_name),
        ["pad1d "] = "padding is the tokenizers'",
        ["find_all_combinations "] = "combinations are the generators'",
        ["coerce_real"] = "there are no complex numbers among the values",
    };

    [Test]
    public void Helpers_are_tested_or_listed_with_a_reason()
    {
        Assert.That(Others("misc", Misc), Is.Empty);
        Assert.That(Others("utils", Utils), Is.Empty);
    }

    private static IEnumerable<string> Others(string file, Dictionary<string, string> listed) => GoldenFile.All(file)
        .Select(golden => golden.Name)
        .Where(name => !listed.Keys.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
}
