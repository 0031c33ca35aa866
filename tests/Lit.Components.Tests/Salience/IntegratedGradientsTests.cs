using FsCheck.Fluent;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Components.Salience;

internal sealed class IntegratedGradientsTests
{
    [Test]
    public async Task One_line_explains_one_text()
    {
        var why = await new IntegratedGradients().ExplainAsync(new PolynomialModel(1, 2), Review("a bad film"));

        Assert.That(why.Words.Select(word => word.Text), Is.EqualTo(new[] { "a", "bad", "film" }));
        Assert.That(why.Total, Is.EqualTo(why.ValueAtInput - why.ValueAtBaseline).Within(1e-5));
        Assert.That(why.CompletenessError, Is.EqualTo(0).Within(1e-5));
        Assert.That(why.Evaluations, Is.EqualTo(30));
    }

    [Property(MaxTest = 100)]
    public Property Scores_sum_to_the_difference_wherever_the_rule_is_exact() => Prop.ForAll(
        (from degree in Gen.Choose(0, 7)
         from coefficients in Gen.Choose(-10, 10).Select(i => i / 10.0).ArrayOf(degree + 1)
         from text in Gen.Elements("abcXYZ é".ToCharArray()).ArrayOf().Select(letters => new string(letters))
         select (coefficients, text)).ToArbitrary(),
        sample =>
        {
            var config = new IntegratedGradientsConfig { InterpolationSteps = 4 };
            var why = new IntegratedGradients().ExplainAsync(
                new PolynomialModel(sample.coefficients), Review(sample.text), config)
                .GetAwaiter().GetResult();

            double size = why.Texts.SelectMany(text => text.Tokens).Sum(token => Math.Abs(token.Score));
            Assert.That(
                why.CompletenessError, Is.EqualTo(0).Within(1e-6 * (1 + size + Math.Abs(why.ValueAtInput!.Value))));
        });

    [Test]
    public async Task On_a_linear_model_every_rule_gives_gradient_times_input(
        [Values] QuadratureMethod method, [Values(2, 5, 31)] int steps)
    {
        var model = new PolynomialModel(3, -2);
        var config = new IntegratedGradientsConfig { Method = method, InterpolationSteps = steps };

        var integrated = await new IntegratedGradients().ExplainAsync(model, Review("some words"), config);
        var product = await new GradientTimesInput().ExplainAsync(model, Review("some words"));

        Assert.That(
            integrated.Texts[0].Tokens.Select(token => token.Score),
            Is.EqualTo(product.Texts[0].Tokens.Select(token => token.Score)).Within(1e-5));
    }

    [Test]
    public async Task Steps_are_doubled_until_the_completeness_error_is_small_enough()
    {
        var model = new PolynomialModel(0, 1, 0, 0, 0, 0, 0, 0.5);
        var rough = new IntegratedGradientsConfig
        {
            InterpolationSteps = 5,
            Method = QuadratureMethod.Midpoint,
            Tolerance = null,
        };

        double? usual = new IntegratedGradientsConfig().Tolerance;

        var once = await new IntegratedGradients().ExplainAsync(model, Review("words"), rough);
        var refined = await new IntegratedGradients().ExplainAsync(
            model, Review("words"), rough with { Tolerance = usual });

        Assert.That(usual, Is.EqualTo(1e-3));
        Assert.That(Relative(once), Is.GreaterThan(1e-3));
        Assert.That(Relative(refined), Is.LessThanOrEqualTo(1e-3));
        Assert.That((once.Converged, refined.Converged), Is.EqualTo(((bool?)null, (bool?)true)));
        Assert.That(refined.Evaluations, Is.EqualTo(5 + 10 + 20 + 40 + 80));
        Assert.That(model.Calls, Is.EqualTo(new[] { 1, 1, 1, 1, 1, 1 }));
    }

    [Test]
    public async Task Only_the_examples_that_need_it_are_refined_and_refining_has_an_end()
    {
        var model = new PolynomialModel(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        var config = new IntegratedGradientsConfig
        {
            InterpolationSteps = 4,
            Method = QuadratureMethod.LeftRiemann,
            Tolerance = 1e-9,
            MaxInterpolationSteps = 16,
        };

        var results = await new IntegratedGradients().RunAsync(model, Reviews("", "abc", ""), config).ToListAsync();

        Assert.That(results.Select(result => result.Evaluations), Is.EqualTo(new[] { 4, 4 + 8 + 16, 4 }));
        Assert.That(results.Select(result => result.Converged), Is.EqualTo(new bool?[] { true, false, true }));
        Assert.That(model.Calls, Is.EqualTo(new[] { 3, 1, 1 }));
    }

    [Test]
    public async Task A_text_that_was_cut_is_said_to_be_cut()
    {
        var why = await new IntegratedGradients().ExplainAsync(
            new PolynomialModel(0, 1), Review("exactly twelve and more"));

        Assert.That(why.IsTruncated);
        Assert.That(why.ToAnsiString(new() { Width = 200 }), Does.Contain("it saw the first 12 of 23 characters"));
        Assert.That(why.ToHtml(), Does.Contain("<span class=\"unseen\""));
    }

    [Test]
    public async Task The_whole_text_is_drawn()
    {
        const string text = "  It's   fine,\nreally <3";

        var block = (TextSalienceBlock)(await new IntegratedGradients().ExplainAsync(new PolynomialModel(0, 1), Review(text))).ToReport().Single();

        Assert.That(string.Concat(block.Spans.Select(span => span.Text)), Is.EqualTo(text));
    }

    [Test]
    public async Task An_example_that_fails_ends_the_run_or_becomes_a_result_with_its_error()
    {
        var model = new PolynomialModel(0, 1);
        var reviews = Reviews("good", "bad!", "fine");

        await Assert.ThrowsAsync<LitException>(
            async () => await new IntegratedGradients().RunAsync(model, reviews, new IntegratedGradientsConfig()).CountAsync());
        var results = await new IntegratedGradients()
            .RunAsync(model, reviews, new IntegratedGradientsConfig { ContinueOnError = true }).ToListAsync();

        Assert.That(
            results.Select(result => result.Error?.Message), Is.EqualTo(new[] { null, "Cannot read 'bad!'.", null }));
        Assert.That(results.Select(result => result.Words.Count()), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(results[1].ToAnsiString(), Does.Contain("Error: Cannot read 'bad!'."));
    }

    [Test]
    public async Task Cancelling_is_never_taken_for_a_failed_example()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await new GradientNorm()
            .RunAsync(new PolynomialModel(0, 1), Reviews("a"), new GradientNormConfig { ContinueOnError = true }, cancellationToken: source.Token)
            .CountAsync());
    }

    [Test]
    public async Task Results_stream_in_the_order_of_the_examples_whatever_their_number()
    {
        var texts = Enumerable.Range(0, 75).Select(i => new string('a', i % 7)).ToArray();
        var model = new PolynomialModel(0, 1);
        List<LitProgress> heard = [];

        var results = await new IntegratedGradients()
            .RunAsync(model, Reviews(texts), new IntegratedGradientsConfig(), new Listener(heard)).ToListAsync();

        Assert.That(results.Select(result => result.Texts[0].Text), Is.EqualTo(texts));
        Assert.That(model.Calls, Is.All.LessThanOrEqualTo(32));
        Assert.That(heard[^1], Is.EqualTo(new LitProgress(75, 75)));
    }

    [Test]
    public void A_model_that_refuses_the_gradient_is_refused_with_its_reason()
        => Assert.That(
            () => new IntegratedGradients().RunAsync(
                new PolynomialModel(1), Reviews("a"), new IntegratedGradientsConfig { Input = "pixels" }),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Integrated Gradients cannot run: pixels: expected 'embeddings', found another input."));

    private static double Relative(SalienceResult result)
        => Math.Abs(result.CompletenessError!.Value / (result.ValueAtInput - result.ValueAtBaseline)!.Value);

    private static Example Review(string text) => new([KeyValuePair.Create("text", (object?)text)]);

    private static Dataset Reviews(params string[] texts)
        => new(new() { ["text"] = new TextSegment() }, texts.Select(Review));

    private sealed class Listener(List<LitProgress> heard) : IProgress<LitProgress>
    {
        public void Report(LitProgress value) => heard.Add(value);
    }
}
