using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class PerFieldAnnotatorTests
{
    [TestCase("annotator, lazy predictions")]
    [TestCase("annotator, materialised predictions")]
    public async Task Every_field_that_the_model_can_read_gets_every_output(string name)
    {
        var golden = GoldenFile.Case("misc", name);
        var dataset = new Dataset(golden.Input.GetProperty("spec").Spec(), golden.Expected.GetProperty("examples").Examples()
            .Select(example => new Example(example.Where(field => !field.Key.Contains(':', StringComparison.Ordinal)))));

        var annotated = await new PerFieldAnnotator("ann", new Reader(golden.Input.GetProperty("outputs").Spec())).AnnotateAsync(dataset);

        Assert.That(annotated.Spec, Is.EqualTo(golden.Expected.GetProperty("spec").Spec()));
        Assert.That(annotated.Spec.Keys, Is.EqualTo(golden.Expected.GetProperty("spec").EnumerateObject().Select(field => field.Name)));
        foreach (var (example, expected) in annotated.Zip(golden.Expected.GetProperty("examples").Examples()))
        {
            Assert.That(example, Is.EquivalentTo(expected));
        }

        Assert.That(annotated.Select(example => example.Id), Is.EqualTo(dataset.Select(example => example.Id)), "annotations make no new example");
    }

    [Test]
    public void A_model_of_two_inputs_is_refused()
        => Assert.That(
            () => new PerFieldAnnotator("ann", new StaticPredictions(new Dataset(new() { ["a"] = new TextSegment(), ["b"] = new TextSegment() }, []), new Dataset([], []))),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Annotator 'ann': expected a model of one input field, found 'StaticPredictions' of 2: a, b."));

    [Test]
    public async Task References_between_the_outputs_follow_their_new_names()
    {
        var dataset = new Dataset(new() { ["q"] = new TextSegment() }, [new([new("q", "a b")])]);

        var annotated = await new PerFieldAnnotator("ann", new Splitter()).AnnotateAsync(dataset);

        Assert.That(((Tokens)annotated.Spec["ann:tokens:q"]).Parent, Is.EqualTo("q"));
        Assert.That(((SequenceTags)annotated.Spec["ann:tags:q"]).Align, Is.EqualTo("ann:tokens:q"));
    }

    [Test]
    public async Task No_examples_get_the_fields_too()
    {
        var annotated = await new PerFieldAnnotator("ann", new Splitter()).AnnotateAsync(new Dataset(new() { ["q"] = new TextSegment() }, []));

        Assert.That(annotated.Spec.Keys, Is.EqualTo(new[] { "q", "ann:tokens:q", "ann:tags:q" }));
        Assert.That(annotated, Is.Empty);
    }

    private sealed class Reader(Spec output) : Model
    {
        public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

        public override Spec OutputSpec => output;

        public override IAsyncEnumerable<Example> PredictAsync(IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
            => inputs.Select(input => new Example(
                [new("len", (double)input.Get<string>("text").Length), new("first", input.Get<string>("text") is { Length: > 0 } text ? text[..1] : "")]))
                .ToAsyncEnumerable();
    }

    private sealed class Splitter : Model
    {
        public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

        public override Spec OutputSpec { get; } = new() { ["tokens"] = new Tokens { Parent = "text" }, ["tags"] = new SequenceTags { Align = "tokens" } };

        public override IAsyncEnumerable<Example> PredictAsync(IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
            => inputs.Select(input => input.Get<string>("text").Split(' '))
                .Select(tokens => new Example([new("tokens", tokens), new("tags", tokens)]))
                .ToAsyncEnumerable();
    }
}
