using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Components.Salience;
using Lit.Metrics;
using Lit.Onnx.Models;

namespace Lit.PublicApi.Usage;

/// <summary>The first sample of the README, line by line; it reads its files from the current folder.</summary>
internal static class ReadmeSample
{
    public static async Task<(EvaluationResult Scores, SalienceResult Why)> RunAsync()
    {
        using var model = await TextClassifier.LoadAsync("model.onnx", "tokenizer.json", ["negative", "positive"]);
        var reviews = await Dataset.FromCsvAsync<Review>("reviews.csv");

        var scores = await model.EvaluateAsync(reviews, new MulticlassMetrics(), facets: ["length"]);
        var why = await new IntegratedGradients().ExplainAsync(model, reviews[0]);

        Console.WriteLine(scores.ToAnsiString());
        Console.WriteLine(why.ToAnsiString());

        return (scores, why);
    }
}
