// What does a sentiment model get right, where is it wrong, how sure are we, and why did it say that?
using System.Diagnostics;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Components.Results;
using Lit.Components.Salience;
using Lit.Metrics;
using Lit.Onnx.Models;
using ReviewSentiment;

const int Mistaken = 8;
string[] explained = ["r003", "r010", "r088", "r063", "r142", "r195"];
string here = AppContext.BaseDirectory;
string reportPath = Path.GetFullPath(args.Length > 0 ? args[0] : "review-sentiment.html");
var clock = Stopwatch.StartNew();
var terminal = Console.IsOutputRedirected
    ? new AnsiOptions { Colors = AnsiColors.None, Width = 110 }
    : AnsiOptions.FromEnvironment();
List<IReportable> parts = [];

// 1. The data and the model.
var reviews = await Dataset.FromCsvAsync<Review>(Path.Combine(here, "data", "reviews.csv"));
using var model = await TextClassifier.LoadAsync(
    Path.Combine(here, "model", "model.onnx"), Path.Combine(here, "model", "tokenizer.json"), ["negative", "positive"]);
Show("What the data looks like", reviews.Summarize());

// 2. How good is the model, and how sure are we? Each score with a 95 % interval, overall and by facet.
var predictions = await model.PredictTableAsync(reviews);
var scores = new MulticlassMetrics { Extended = true }.Evaluate(reviews, predictions, ["length", "genre", "negation"]);
Show("How good it is", scores.Only("accuracy", "macro_f1", "auc", "calibration_error"));

// 3. Where is it wrong?
Show("Where it is most wrong", Mistakes.Find(reviews, predictions, Mistaken));

// 4. Why did it say that? Two ways to score the words of six reviews.
var chosen = reviews.Filter(review => explained.Contains(review.Get<string>("id")));
var fast = new GradientTimesInput();
var exact = new IntegratedGradients();
foreach (var review in chosen)
{
    string caption = $"{review.Get<string>("id")}: labelled {review.Get<string>("label")}";
    Show(caption, await fast.ExplainAsync(model, review), await exact.ExplainAsync(model, review));
}

await Report.Of("Review sentiment", parts).SaveHtmlAsync(reportPath);
Console.WriteLine($"The same as a page: {reportPath} ({clock.Elapsed.TotalSeconds:0.0} s)");

void Show(string heading, params IReportable[] results)
{
    var section = new Section(heading, results);
    parts.Add(section);
    Console.WriteLine(section.ToAnsiString(terminal));
}
