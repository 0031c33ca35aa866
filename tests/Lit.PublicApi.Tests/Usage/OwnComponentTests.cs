using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.PublicApi.Usage;

public sealed class OwnComponentTests
{
    private static readonly Dataset Reviews = new(
        new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["bad", "good"] } },
        [
            Review("a great and warm film", "good"),
            Review("cold and dull", "bad"),
            Review("nothing happens", "bad"),
        ]);

    [Test]
    public async Task A_model_of_my_own_predicts_a_dataset_in_order()
    {
        using var model = new KeywordModel();

        ExampleTable predictions = await model.PredictTableAsync(Reviews);

        var scores = (TensorColumn)predictions["probas"];
        Assert.That(model.CheckCompatibility(Reviews).IsCompatible, Is.True);
        Assert.That(Enumerable.Range(0, 3).Select(row => scores.Row(row)[1]), Is.EqualTo([0.881f, 0.119f, 0.5f]).Within(0.001f));
    }

    [Test]
    public async Task A_model_says_what_a_dataset_lacks()
    {
        using var model = new KeywordModel();
        var numbers = new Dataset(new Spec { ["x"] = new Scalar() }, [new Example([new("x", 1.0)])]);

        Compatibility fit = model.CheckCompatibility(numbers);

        Assert.That(fit.IsCompatible, Is.False);
        Assert.That(fit.Mismatches.Select(mismatch => mismatch.Field), Is.EqualTo(["text"]));
        await Assert.ThrowsAsync<LitException>(async () => await model.PredictTableAsync(numbers));
    }

    [Test]
    public async Task An_interpreter_of_my_own_runs_with_its_options_by_name()
    {
        using var model = new KeywordModel();
        var words = new List<object>();

        await foreach (object word in new LongestWord().RunAsync(model, Reviews, new Dictionary<string, object?> { ["field"] = "text" }))
        {
            words.Add(word);
        }

        Assert.That(words, Is.EqualTo(["great", "cold", "nothing"]));
    }

    [Test]
    public async Task An_option_that_an_interpreter_does_not_have_is_refused()
    {
        using var model = new KeywordModel();
        var options = new Dictionary<string, object?> { ["filed"] = "text" };

        var error = await Assert.ThrowsAsync<LitException>(async () =>
        {
            await foreach (object _ in new LongestWord().RunAsync(model, Reviews, options))
            {
            }
        });

        Assert.That(error!.Message, Does.Contain("filed"));
    }

    private static Example Review(string text, string label) => new([new("text", text), new("label", label)]);
}
