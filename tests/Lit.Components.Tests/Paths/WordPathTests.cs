using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Onnx.Models;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class WordPathTests
{
    private static readonly float[,] Vectors =
    {
        { 0, 0 }, { 4, 4 }, { 3, 3.5f }, { 2, 2 }, { 1, 0.5f }, { 5, 1 }, { -1, 3 },
    };

    private static EmbeddingTable Table => new(
        ["[PAD]", "good", "fine", "fair", "poor", "odd", "rare"],
        Tensor.Create(Vectors.Cast<float>().ToArray(), [7, 2]));

    [Test]
    public void A_path_comes_closer_to_the_baseline_in_every_number([Values] WordChoice choice, [Values(2, 3, 6, 12)] int steps)
    {
        var walk = new WordWalk(new WordNeighbourhood(Table, 500), choice, steps);

        double[][] points = walk.Between([0, 0], [4, 4], "good");

        Assert.That(points, Has.Length.EqualTo(steps));
        Assert.That(points[0], Is.EqualTo(new double[] { 0, 0 }));
        Assert.That(points[^1], Is.EqualTo(new double[] { 4, 4 }));
        for (int k = 1; k < steps; k++)
        {
            Assert.That(points[k][0], Is.GreaterThanOrEqualTo(points[k - 1][0]));
            Assert.That(points[k][1], Is.GreaterThanOrEqualTo(points[k - 1][1]));
        }
    }

    [Test]
    public void A_path_goes_by_way_of_words()
    {
        var walk = new WordWalk(new WordNeighbourhood(Table, 500), WordChoice.Greedy, 4);

        double[][] points = walk.Between([0, 0], [4, 4], "good");

        // Words that lie on the way need no change, and the nearest of them comes first.
        Assert.That(points[2], Is.EqualTo(new[] { 3, 3.5 }));
        Assert.That(points[1], Is.EqualTo(new double[] { 2, 2 }));
    }

    [Test]
    public void Neighbours_come_in_the_order_of_their_distance_without_the_word_itself()
    {
        var words = new WordNeighbourhood(Table, 3);

        Assert.That(words.Of(1), Is.EqualTo(new[] { 2, 3, 5 }));
        Assert.That(words.RowOf("fair", [9, 9]), Is.EqualTo(3));
        Assert.That(words.RowOf("unheard of", [1.1, 0.4]), Is.EqualTo(4));
    }

    [Test]
    public void What_does_not_move_stays()
    {
        var walk = new WordWalk(new WordNeighbourhood(Table, 3), WordChoice.Greedy, 5);

        Assert.That(walk.Between([1, 2], [1, 2], "[CLS]"), Is.All.EqualTo(new double[] { 1, 2 }));
    }

    [Test]
    public async Task Pieces_of_a_broken_line_add_up()
    {
        // f = x y, along (0, 0), (2, 0), (2, 3): only the second piece changes it.
        var f = new Function(2, x => x[0] * x[1], x => [x[1], x[0]]);

        var sum = await PolygonalLine.IntegrateAsync(f, [[0, 0], [2, 0], [2, 3]], 3, default);

        Assert.That(sum.Scores, Is.EqualTo(new double[] { 0, 6 }).Within(1e-12));
        Assert.That(sum.ValueAtInput - sum.ValueAtBaseline, Is.EqualTo(6));
        Assert.That(f.Evaluations, Is.EqualTo(9));
    }

    [Test]
    public async Task Reviews_are_explained_by_way_of_words()
    {
        using TextClassifier model = await TestModels.Reviews();
        var example = new Example([new("text", "a warm and funny story")]);
        var rough = new WordPath { Steps = 20, Neighbours = 50 };

        var why = await new GradientAttribution(rough).ExplainAsync(model, example);
        var fine = await new GradientAttribution(rough with { PointsBetween = 20 }).ExplainAsync(model, example);
        var straight = await new GradientAttribution(new StraightPath { Baseline = Baseline.Padding }).ExplainAsync(model, example);

        Assert.That(why.Evaluations, Is.EqualTo(20));
        Assert.That(fine.CompletenessError, Is.EqualTo(0).Within(0.01 * Math.Abs((fine.ValueAtInput - fine.ValueAtBaseline)!.Value)));
        Assert.That(fine.ValueAtBaseline, Is.EqualTo(straight.ValueAtBaseline).Within(1e-4));
        Assert.That(
            fine.Texts[0].Tokens.Select(token => token.Score),
            Is.Not.EqualTo(straight.Texts[0].Tokens.Select(token => token.Score)).Within(1e-3));
        Assert.That(fine.Texts[0].Tokens[0].Score, Is.Zero, "special tokens stay");
    }

    [Test]
    public async Task The_vocabulary_of_a_text_model_has_the_vectors_that_the_model_uses()
    {
        using TextClassifier model = await TestModels.Reviews();
        EmbeddingTable table = await model.GetEmbeddingTableAsync(default);
        InputGradient gradient = await model.GradientsAsync([new Example([new("text", "warm film")])], new GradientRequest()).FirstAsync();

        Assert.That(table.Tokens, Has.Count.EqualTo(model.Tokenizer.VocabularySize));
        for (int t = 0; t < gradient.Text!.Tokens.Count; t++)
        {
            int row = table.Tokens.ToList().IndexOf(gradient.Text.Tokens[t].Text);
            for (int d = 0; d < table.Vectors.Lengths[1]; d++)
            {
                Assert.That(table.Vectors[row, d], Is.EqualTo(gradient.Values[t, d]));
            }
        }
    }

    [Test]
    public async Task A_model_without_a_vocabulary_is_refused()
    {
        var error = await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(
            new WordPath { Baseline = Baseline.Zero }).ExplainAsync(new PolynomialModel(0, 1), new Example([new("text", "abc")])));

        Assert.That(error!.Message, Does.Contain("the embeddings of its vocabulary"));
        await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(
            new WordPath()).ExplainAsync(new FunctionModel(x => x[0], _ => [1]), FunctionModel.Example(1)));
    }

    [Test]
    public async Task Adaptive_paths_of_texts_converge_from_every_baseline()
    {
        using TextClassifier model = await TestModels.Reviews();
        Example[] texts = [.. new[] { "dull", "a warm and funny story .", "i was bored within ten minutes" }.Select(text => new Example([new("text", text)]))];
        foreach (Baseline baseline in (Baseline[])
            [Baseline.Zero, Baseline.Padding, Baseline.Token("[MASK]"), Baseline.Mean(texts), Baseline.Noise(0.1, 1)])
        {
            foreach (Example text in texts)
            {
                var why = await new GradientAttribution(new StraightPath { Baseline = baseline }).ExplainAsync(model, text);

                double difference = Math.Abs((why.ValueAtInput - why.ValueAtBaseline)!.Value);
                Assert.That(why.Converged, Is.True);
                Assert.That(why.CompletenessError, Is.EqualTo(0).Within((1e-3 * difference) + 1e-5));
            }
        }
    }
}
