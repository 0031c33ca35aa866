using Lit.PublicApi.Usage;

// The README's sample, trimmed: it has to give the same answer as the tests get.
Directory.SetCurrentDirectory(Path.Combine(AppContext.BaseDirectory, "Readme"));
var (scores, why) = await ReadmeSample.RunAsync();

bool isComplete = Math.Abs(why.CompletenessError!.Value) < 1e-3 * Math.Abs(why.ValueAtInput!.Value - why.ValueAtBaseline!.Value);
return scores["accuracy"].Value > 0.7 && isComplete ? 0 : 1;
