using System.Numerics.Tensors;
using NUnit.Framework;

namespace Lit.Types.Validation;

/// <summary>What a report says of data that do not fit.</summary>
public sealed class ValidatorTests
{
    private static readonly Spec Reviews = new() { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["neg", "pos"] } };

    [Test]
    public void A_problem_names_the_example_its_id_the_field_and_what_was_found()
    {
        var report = Validator.CheckExamples(Reviews, [Review("good", "pos"), new ValueMap<object?>(Review("bad", "meh")) { ["_id"] = "a1b2" }]);

        Assert.That(report.Problems, Is.EqualTo(new[]
        {
            new ValidationProblem(ProblemKind.Value, new("label", "one of the labels [neg, pos]", "'meh'"), 1, "a1b2"),
        }));
        Assert.That(
            () => report.ThrowIfInvalid("The dataset 'reviews'"),
            Throws.TypeOf<ValidationException>().With.Message.EqualTo(
                "The dataset 'reviews' is not valid: example 1 (id a1b2), label: expected one of the labels [neg, pos], found 'meh'."));
    }

    [Test]
    public void Data_without_a_problem_are_valid_and_nothing_is_thrown()
    {
        var report = Validator.CheckExamples(Reviews, [Review("good", "pos")]);

        Assert.That(report.IsValid);
        Assert.That(report.ToString(), Is.EqualTo("valid"));
        Assert.That(() => report.ThrowIfInvalid("reviews"), Throws.Nothing);
        Assert.That(Validator.CheckExamples(Reviews, []).IsValid);
    }

    [Test]
    public void The_search_ends_at_the_most_problems_allowed_and_says_so()
    {
        var examples = Enumerable.Range(0, 10_000).Select(_ => Review("x", "meh")).ToArray();

        var report = Validator.CheckExamples(Reviews, examples, new() { MaxProblems = 7 });

        Assert.That(report.Problems, Has.Count.EqualTo(7));
        Assert.That(report.IsComplete, Is.False);
        Assert.That(report.ToString(), Does.EndWith("; and at least 2 more"));
    }

    [Test]
    public void Exactly_as_many_problems_as_allowed_is_a_complete_report()
        => Assert.That(
            Validator.CheckExamples(Reviews, [Review("x", "meh"), Review("x", "meh")], new() { MaxProblems = 2 }).IsComplete);

    [Test]
    public void A_field_that_the_spec_does_not_know_is_a_problem_on_request()
    {
        var example = new ValueMap<object?>(Review("x", "pos")) { ["colour"] = "red", ["_id"] = "1", ["_meta"] = null };

        Assert.That(Validator.CheckExamples(Reviews, [example]).IsValid);
        Assert.That(
            Validator.CheckExamples(Reviews, [example], new() { RefuseUnknownFields = true }).Problems.Select(problem => problem.Field),
            Is.EqualTo(new[] { "colour" }));
    }

    [Test]
    public void A_dataset_whose_types_refer_to_nothing_is_not_valid()
    {
        var spec = new Spec { ["tags"] = new SequenceTags { Align = "tokens" } };

        Assert.That(
            Validator.CheckExamples(spec, []).ToString(),
            Is.EqualTo("tags: expected Align to name a Tokens field of the same spec, found 'tokens', which is not there"));
    }

    [TestCaseSource(nameof(Unaligned))]
    public void Fields_that_go_together_have_one_length_by_the_strict_rules(LitType type, object value, string message)
    {
        var spec = new Spec { ["tokens"] = new Tokens(), ["f"] = type };
        var example = new ValueMap<object?> { ["tokens"] = new[] { "a", "b" }, ["f"] = value };

        Assert.That(Validator.CheckExamples(spec, [example]).IsValid);
        Assert.That(
            Validator.CheckExamples(spec, [example], new() { Rules = CheckRules.Strict }).Problems
                .Select(problem => (problem.Kind, problem.Mismatch.ToString())),
            Is.EqualTo(new[] { (ProblemKind.Alignment, message) }));
    }

    private static IEnumerable<TestCaseData> Unaligned()
    {
        const string Three = "f: expected 2 items, one for each of 'tokens', found 3";
        yield return Case(new SequenceTags { Align = "tokens" }, new[] { "x", "y", "z" }, Three);
        yield return Case(new TokenScores { Align = "tokens" }, new[] { 1.0, 2, 3 }, Three);
        yield return Case(new TokenGradients { Align = "tokens" }, Tensor.Create([1f, 2, 3], [3, 1]), Three);
        yield return Case(
            new AttentionHeads { AlignIn = "tokens", AlignOut = "tokens" }, Tensor.Create([1f, 2, 3, 4, 5, 6], [1, 2, 3]), Three);
        yield return Case(
            new SpanLabels { Align = "tokens" },
            new[] { new SpanLabel(0, 2), new SpanLabel(1, 3) },
            "f: expected positions up to 2, the number of 'tokens', found 3");
        yield return Case(
            new EdgeLabels { Align = "tokens" },
            new[] { new EdgeLabel(new(0, 1), new(1, 3), "x") },
            "f: expected positions up to 2, the number of 'tokens', found 3");
    }

    private static TestCaseData Case(LitType type, object value, string message) => new(type, value, message);

    private static ValueMap<object?> Review(string text, string label) => new() { ["text"] = text, ["label"] = label };
}
