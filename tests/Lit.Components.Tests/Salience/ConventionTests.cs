using System.Numerics.Tensors;
using FsCheck.Fluent;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Components.Salience;

/// <summary>Models that return gradients by LIT's convention instead of computing them on demand.</summary>
internal sealed class ConventionTests
{
    private const string Text = "liked the fine music not awful";

    [Test]
    public async Task By_default_the_predicted_class_is_explained_and_not_the_label_of_the_example()
    {
        ToyModel model = ToyModel.Load("sent");
        string predicted = (string)model.Predict(Labelled(null))["label"]!;
        string other = model.Labels.Single(label => label != predicted);

        var free = await new GradientTimesInput().ExplainAsync(model, Labelled(null));
        var labelled = await new GradientTimesInput().ExplainAsync(model, Labelled(other));
        var asInLit = await new GradientTimesInput().ExplainAsync(
            model, Labelled(other), new() { LitCompatible = true });

        Assert.That(labelled.Target!.Label, Is.EqualTo(predicted));
        Assert.That(Scores(labelled), Is.EqualTo(Scores(free)));
        Assert.That((free.Evaluations, labelled.Evaluations), Is.EqualTo((1, 2)));
        Assert.That(Scores(asInLit), Is.EqualTo(Scores(free).Select(score => -score)).Within(1e-6), "two classes: opposite gradients");
    }

    [TestCase("neg")]
    [TestCase("pos")]
    public async Task A_class_that_is_asked_for_is_explained(string label)
    {
        ToyModel model = ToyModel.Load("sent");
        var target = Target.Probability(label);

        var product = await new GradientTimesInput().ExplainAsync(model, Labelled(null), new() { Target = target });
        var integrated = await new IntegratedGradients().ExplainAsync(model, Labelled(null), new() { Target = target });

        double[] expected = model.Differentiate(model.Embed(Labelled(null)), label).Gradients;
        double[] embeddings = [.. model.Embed(Labelled(null))[0].SelectMany(row => row)];
        double[] scores = new double[product.Texts[0].Tokens.Count];
        TokenScoring.AddDots<double>(expected, embeddings, 1, scores);
        Assert.That(Scores(product), Is.EqualTo(scores).Within(1e-6));
        Assert.That(integrated.Target!.ToString(), Is.EqualTo($"probability of {label}"));
        Assert.That(integrated.CompletenessError, Is.EqualTo(0).Within(1e-5));
    }

    [Test]
    public async Task A_class_that_the_model_does_not_have_is_an_error()
    {
        var error = await Assert.ThrowsAsync<LitException>(() => new IntegratedGradients().ExplainAsync(
            ToyModel.Load("sent"), Labelled(null), new() { ClassToExplain = "so-so" }));

        Assert.That(
            error!.Message, Is.EqualTo("Expected the target to be one of the classes neg, pos; found 'so-so'."));
    }

    [Test]
    public async Task Words_are_found_in_the_text_of_the_example()
    {
        var why = await new GradientNorm().ExplainAsync(ToyModel.Load("sent"), Labelled(null));

        Assert.That(why.Words.Select(word => word.Text), Is.EqualTo(Text.Split(' ')));
        Assert.That(why.Texts[0].TextField, Is.EqualTo("text"));
        Assert.That(why.Texts[0].Shares.Sum(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public async Task Both_texts_of_a_pair_move_along_their_paths_together()
    {
        var why = await new IntegratedGradients().ExplainAsync(ToyModel.Load("pair"), Golden.Dataset("pairs")[1]);

        Assert.That(why.Texts.Select(text => text.TextField), Is.EqualTo(new[] { "premise", "hypothesis" }));
        Assert.That(why.CompletenessError, Is.EqualTo(0).Within(1e-5));
        Assert.That(why.Texts.SelectMany(text => text.Shares).Sum(Math.Abs), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public async Task The_baseline_can_be_any_embedding()
    {
        ToyModel model = ToyModel.Load("sent");
        var baseline = Baseline.Constant(Tensor.Create([0.5f, -0.25f, 0, 1]));

        var why = await new IntegratedGradients().ExplainAsync(model, Labelled(null), new() { Baseline = baseline });

        double[][][] there = [[.. model.Embed(Labelled(null))[0].Select(_ => new[] { 0.5, -0.25, 0, 1 })]];
        Assert.That(why.ValueAtBaseline, Is.EqualTo(model.Differentiate(there, why.Target!.Label).Score).Within(1e-6));
        Assert.That(why.CompletenessError, Is.EqualTo(0).Within(1e-5));
    }

    [Test]
    public async Task A_path_takes_one_forward_pass_one_for_the_baseline_and_one_for_each_step()
    {
        ToyModel model = ToyModel.Load("sent");

        var why = await new IntegratedGradients().ExplainAsync(model, Labelled(null), new() { InterpolationSteps = 7, Tolerance = null });

        Assert.That(model.Asked, Is.EqualTo(1 + 1 + 7));
        Assert.That(why.Evaluations, Is.EqualTo(model.Asked));
    }

    [Test]
    public async Task A_window_of_examples_gives_what_each_gives_alone()
    {
        ToyModel model = ToyModel.Load("sent3");
        var reviews = Golden.Dataset("reviews");

        var together =
            await new IntegratedGradients().RunAsync(model, reviews, new IntegratedGradientsConfig()).ToListAsync();

        for (int i = 0; i < reviews.Count; i++)
        {
            Assert.That(Scores(together[i]), Is.EqualTo(
                Scores(await new IntegratedGradients().ExplainAsync(model, reviews[i]))));
        }
    }

    [Property(MaxTest = 300)]
    public Property Norms_of_normalized_scores_are_a_distribution_and_zero_gradients_score_zero() => Prop.ForAll(
        (from tokens in Gen.Choose(1, 8)
         from width in Gen.Choose(1, 40)
         from values in Gen.Choose(-1000, 1000).Select(i => i / 100f).ArrayOf(tokens * width)
         from zero in Gen.Elements(true, false)
         select (tokens, values: zero ? new float[values.Length] : values)).ToArbitrary(),
        sample =>
        {
            TokenizedText text = new(
                "text", "", [.. Enumerable.Range(0, sample.tokens).Select(_ => new TextToken("a", 0, 0, true))], null);
            double[] scores = ScoredParts.OfTokens("x", text, sample.values.Length).Norms<float>(sample.values);
            SalienceScaling.Normalize(scores);

            bool zero = sample.values.All(value => value == 0);
            Assert.That(scores, Is.All.GreaterThanOrEqualTo(0));
            Assert.That(scores.Sum(), Is.EqualTo(zero ? 0 : 1).Within(1e-12));
        });

    [Property(MaxTest = 300)]
    public Property Scores_follow_their_tokens_when_the_tokens_are_reversed() => Prop.ForAll(
        (from tokens in Gen.Choose(1, 8)
         from width in Gen.Choose(1, 40)
         from gradients in Gen.Choose(-1000, 1000).Select(i => i / 100f).ArrayOf(tokens * width)
         from vectors in Gen.Choose(-1000, 1000).Select(i => i / 100f).ArrayOf(tokens * width)
         select (tokens, width, gradients, vectors)).ToArbitrary(),
        sample =>
        {
            double[] scores = new double[sample.tokens];
            double[] reversed = new double[sample.tokens];
            TokenScoring.AddDots<float>(sample.gradients, sample.vectors, 0.5, scores);
            TokenScoring.AddDots<float>(Reverse(sample.gradients), Reverse(sample.vectors), 0.5, reversed);

            Assert.That(reversed.Reverse(), Is.EqualTo(scores));

            float[] Reverse(float[] rows) => [.. rows.Chunk(sample.width).Reverse().SelectMany(row => row)];
        });

    [TestCase(new[] { 1.0, -3, 0 }, new[] { 0.250000022351, -0.749999947846, 2.98023e-8 })]
    [TestCase(new[] { -2.0, 2 }, new[] { -0.4999999702, 0.5000000298 })]
    [TestCase(new[] { 0.0, 0 }, new[] { 0.5, 0.5 })]
    public void LIT_adds_an_epsilon_before_it_normalizes(double[] scores, double[] expected)
    {
        SalienceScaling.NormalizeLikeLit(scores);

        Assert.That(scores, Is.EqualTo(expected).Within(1e-9));
    }

    private static double[] Scores(SalienceResult result)
        => [.. result.Texts.SelectMany(text => text.Tokens).Select(token => token.Score)];

    private static Example Labelled(string? label) => new(label is null
        ? [KeyValuePair.Create("text", (object?)Text)]
        : [KeyValuePair.Create("text", (object?)Text), KeyValuePair.Create("label", (object?)label)]);
}
