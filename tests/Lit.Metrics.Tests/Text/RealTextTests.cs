using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.Comparison;
using Lit.Metrics.Significance;
using Lit.Metrics.Text.Tags;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics.Text;

/// <summary>
/// What systems really wrote and tagged; the figures are those of the reference libraries on the same files.
/// </summary>
public sealed class RealTextTests
{
    [TestCase("arcada", 0.3997856377277599, 0.29455644076931753, 0.3997856377277599, 0.94032657946482)]
    [TestCase("drexel_cci", 0.263013698630137, 0.149123346855074, 0.263013698630137, 0.9336582029580234)]
    [TestCase("flytxt", 0.38354641467481937, 0.2638824146283824, 0.38354641467481937, 0.9376763272634009)]
    [TestCase("mic-cis.txt", 0.37055837563451777, 0.2817805769576535, 0.37301992846193155, 0.932033854834573)]
    [TestCase("sjtu_adapt.txt", 0.40420819490586934, 0.2923874619502949, 0.40420819490586934, 0.9370778832179191)]
    [TestCase("spinningbytes.txt", 0.40777719390436157, 0.26984416722338667, 0.4130551096843232, 0.9409677695135504)]
    [TestCase("uh_ritual", 0.4186320754716981, 0.31575884017850536, 0.4186320754716981, 0.9418226895785244)]
    public void Names_that_seven_systems_found_in_tweets_are_scored(
        string system, double f1, double macro, double strict, double accuracy)
    {
        (Dataset dataset, ExampleTable predictions) = (Tweets(), Tags(system));

        EvaluationResult found = new SpanMetrics { Extended = true }.Evaluate(dataset, predictions);

        Assert.That(found["f1"].Value, Is.EqualTo(f1).Within(1e-12));
        Assert.That(found["macro_f1"].Value, Is.EqualTo(macro).Within(1e-12));
        Assert.That(found["tag_accuracy"].Value, Is.EqualTo(accuracy).Within(1e-12));
        Assert.That(found["f1"].Lower, Is.LessThan(f1));
        Assert.That(found["f1"].Upper, Is.GreaterThan(f1));
        Assert.That(
            new SpanMetrics { Scheme = TagScheme.Iob2 }.Evaluate(dataset, predictions, intervals: IntervalOptions.None)["f1"].Value,
            Is.EqualTo(strict).Within(1e-12));
    }

    /// <summary>The best system against each of the others, as the page on comparing systems has it.</summary>
    [Test]
    public void The_best_tagger_is_better_than_some_of_the_others()
    {
        string[] others = ["spinningbytes.txt", "sjtu_adapt.txt", "arcada", "flytxt", "mic-cis.txt", "drexel_cci"];
        var score = new MetricScore(new SpanMetrics(), "f1");
        (Dataset tweets, ExampleTable best) = (Tweets(), Tags("uh_ritual"));

        PairedComparison[] found = [.. others.Select(other => Compare.Paired(Tags(other), best, tweets, score))];
        double[] corrected = MultipleTesting.Holm([.. found.Select(comparison => comparison.PValue)]);

        for (int i = 0; i < others.Length; i++)
        {
            TestContext.Out.WriteLine($"{others[i]} {found[i].Before} {found[i].Difference} p {found[i].PValue} Holm {corrected[i]}");
        }

        Assert.That(found[0].After.Value, Is.EqualTo(0.4186320754716981).Within(1e-12));
        Assert.That(found.Select(comparison => comparison.Difference.Value), Is.All.GreaterThan(0));
        Assert.That(found[0].Difference.Lower, Is.LessThan(0));
        Assert.That(corrected[0], Is.GreaterThan(0.05));
        Assert.That(corrected[5], Is.LessThan(0.05));
    }

    [Test]
    public void A_tagger_does_not_differ_from_itself()
    {
        (Dataset tweets, ExampleTable tags) = (Tweets(), Tags("flytxt"));

        PairedComparison found = Compare.Paired(
            tags, tags, tweets, new MetricScore(new SpanMetrics { Extended = true }, "macro_f1"), new() { Resamples = 50 });

        Assert.That(found.Difference.Value, Is.Zero);
        Assert.That((found.Difference.Lower, found.Difference.Upper, found.PValue), Is.EqualTo((0, 0, 1)));
    }

    [TestCase("6b_finetuning", 30.18638888888053, 41.974717950508364, 0.5444642898437894, 0.4325327755873171, 0.513381680416797)]
    [TestCase("6b_verification", 31.961458244756024, 41.901417910466975, 0.5634243139364967, 0.45315030713178717, 0.5298749252048135)]
    [TestCase("175b_finetuning", 34.94245033336609, 44.865184729822786, 0.583342606097804, 0.4726933638192932, 0.5528361327014785)]
    [TestCase("175b_verification", 38.108745887919994, 47.65643264950595, 0.6117583225654499, 0.49939930913957636, 0.578109450978466)]
    public void Solutions_that_four_models_wrote_are_scored(
        string model, double bleu, double chrf, double rouge1, double rougeL, double rougeLsum)
    {
        (string[] references, string[] solutions) = Solutions(model);

        Assert.That(Bleu.Corpus(solutions, references).Value, Is.EqualTo(bleu).Within(1e-10));
        Assert.That(Chrf.Corpus(solutions, references), Is.EqualTo(chrf).Within(1e-10));
        IReadOnlyList<MetricValue> rouge = new RougeMetrics { Kinds = [RougeKind.N(1), RougeKind.L, RougeKind.LSum] }
            .Compute(solutions, references, IntervalOptions.None);
        Assert.That(rouge[0].Value, Is.EqualTo(rouge1).Within(1e-12));
        Assert.That(rouge[1].Value, Is.EqualTo(rougeL).Within(1e-12));
        Assert.That(rouge[2].Value, Is.EqualTo(rougeLsum).Within(1e-12));
    }

    [Test]
    public void A_larger_model_writes_better_solutions()
    {
        (string[] references, string[] small) = Solutions("6b_verification");
        string[] large = Solutions("175b_verification").Texts;

        SystemComparison found = TextSystems.PairedBootstrap(
            new BleuMetrics { Options = BleuOptions.Default }, small, large, references, new() { Resamples = 300 });

        Assert.That(found.Difference, Is.EqualTo(38.108745887919994 - 31.961458244756024).Within(1e-9));
        Assert.That(found.PValue, Is.EqualTo(1.0 / 301), found.ToString());
    }

    [Test]
    public void Restaurants_described_in_several_ways_are_scored()
    {
        string[] texts = File.ReadAllLines(SharedFiles.Find("data", "e2e-nlg", "example-baseline-output.txt"));
        string[][] references =
        [
            .. File.ReadAllText(SharedFiles.Find("data", "e2e-nlg", "example-refs.txt"))
                .ReplaceLineEndings("\n").Trim('\n').Split("\n\n").Select(block => block.Split('\n')),
        ];

        Assert.That(Bleu.Corpus(texts, references, BleuOptions.Default).Value, Is.EqualTo(67.83055971447547).Within(1e-10));
        Assert.That(Chrf.Corpus(texts, references, ChrfOptions.PlusPlus), Is.EqualTo(74.12166896077743).Within(1e-10));
        Assert.That(Ter.Corpus(texts, references, TerOptions.Default).Value, Is.EqualTo(33.98547979968819).Within(1e-10));
        Assert.That(Rouge.Corpus(texts, references, RougeOptions.Lit).F, Is.EqualTo(0.7964338177502497).Within(1e-12));
    }

    private static (string[] References, string[] Texts) Solutions(string model)
    {
        JsonElement[] rows =
        [
            .. File.ReadLines(SharedFiles.Find("data", "gsm8k", "example_model_solutions.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
        return (
            [.. rows.Select(row => row.GetProperty("ground_truth").GetString()!)],
            [.. rows.Select(row => row.GetProperty(model).GetProperty("solution").GetString()!)]);
    }

    private static Dataset Tweets() => new(Table("emerging.test.annotated"), "tweets", "");

    private static ExampleTable Tags(string system) => Table(system);

    /// <summary>A token and its tag a line, an empty line between sentences.</summary>
    private static ExampleTable Table(string file)
    {
        List<List<string>> sentences = [[]];
        foreach (string line in File.ReadLines(SharedFiles.Find("data", "wnut17", file)))
        {
            string[] fields = line.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
            {
                sentences.Add([]);
            }
            else
            {
                sentences[^1].Add(fields[^1]);
            }
        }

        object?[] tags = [.. sentences.Where(sentence => sentence.Count > 0).Select(sentence => sentence.ToArray())];
        return new(new Spec { ["tags"] = new SequenceTags { Align = "tokens" } }, [new("tags", new ObjectColumn(tags))]);
    }
}
