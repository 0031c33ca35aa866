using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Lit.Metrics.Text;
using Lit.Metrics.Text.Tags;

namespace Lit.Benchmarks;

/// <summary>Scores of texts, each beside the code one would write by hand with strings and dictionaries.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *TextMetrics*</c>.</para>
/// <para>The texts are the lines of <c>hypotheses.txt</c> and <c>references.txt</c>, the tags those of
/// <c>tags-gold.txt</c> and
/// <c>tags-pred.txt</c>, in the folder that the environment variable LIT_BENCH_PAIRS names; without it they are
/// invented. Scores are printed, to be held against those of other programs on the same files.</para>
/// </remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class TextMetricsBenchmark
{
    private string[] _hypotheses = [];
    private string[] _references = [];
    private string[][] _labels = [];
    private string[][] _tags = [];

    [Params(10_000)]
    public int Texts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        if (Environment.GetEnvironmentVariable("LIT_BENCH_PAIRS") is { } folder)
        {
            _hypotheses = File.ReadAllLines(Path.Combine(folder, "hypotheses.txt"))[..Texts];
            _references = File.ReadAllLines(Path.Combine(folder, "references.txt"))[..Texts];
            _labels = Split(File.ReadAllLines(Path.Combine(folder, "tags-gold.txt")));
            _tags = Split(File.ReadAllLines(Path.Combine(folder, "tags-pred.txt")));
        }
        else
        {
            Invent();
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"// {_hypotheses.Length} texts: BLEU {Bleu():R}, chrF {Chrf():R}, ROUGE-L {RougeL():R}, TER {Ter():R}, WER {Wer():R}; "
            + $"{_labels.Length} sequences of tags: F1 {Spans():R}"));
    }

    [BenchmarkCategory("BLEU"), Benchmark(Baseline = true)]
    public long BleuByHand() => CountByHand((text, n) => JoinedWords(text.Split(' '), n), 4);

    [BenchmarkCategory("BLEU"), Benchmark]
    public double Bleu() => Metrics.Text.Bleu.Corpus(_hypotheses, _references).Value;

    [BenchmarkCategory("chrF"), Benchmark(Baseline = true)]
    public long ChrfByHand() => CountByHand((text, n) => Substrings(text.Replace(" ", "", StringComparison.Ordinal), n), 6);

    [BenchmarkCategory("chrF"), Benchmark]
    public double Chrf() => Metrics.Text.Chrf.Corpus(_hypotheses, _references);

    [BenchmarkCategory("chrF"), Benchmark]
    public double ChrfPlusPlus() => Metrics.Text.Chrf.Corpus(_hypotheses, _references, ChrfOptions.PlusPlus);

    [BenchmarkCategory("ROUGE-L"), Benchmark(Baseline = true)]
    public double RougeLByHand()
    {
        double sum = 0;
        for (int row = 0; row < _hypotheses.Length; row++)
        {
            string[] own = _hypotheses[row].Split(' '), wanted = _references[row].Split(' ');
            sum += 2.0 * LongestCommon(own, wanted) / (own.Length + wanted.Length);
        }

        return sum / _hypotheses.Length;
    }

    [BenchmarkCategory("ROUGE-L"), Benchmark]
    public double RougeL() => Rouge.Corpus(_hypotheses, _references, RougeOptions.Default).F;

    [BenchmarkCategory("ROUGE-L"), Benchmark]
    public double RougeLOfStems() => Rouge.Corpus(_hypotheses, _references, RougeOptions.Lit).F;

    [BenchmarkCategory("WER"), Benchmark(Baseline = true)]
    public double WerByHand()
    {
        double errors = 0, words = 0;
        for (int row = 0; row < _hypotheses.Length; row++)
        {
            string[] wanted = _references[row].Split(' ');
            errors += Distance(_hypotheses[row].Split(' '), wanted);
            words += wanted.Length;
        }

        return errors / words;
    }

    [BenchmarkCategory("WER"), Benchmark]
    public double Wer() => ErrorRates.Corpus(_hypotheses, _references, ErrorUnit.Words).ErrorRate;

    [BenchmarkCategory("TER"), Benchmark]
    public double Ter() => Metrics.Text.Ter.Corpus(_hypotheses, _references).Value;

    [BenchmarkCategory("Spans"), Benchmark(Baseline = true)]
    public int SpansByHand()
    {
        int right = 0;
        for (int row = 0; row < _labels.Length; row++)
        {
            right += SpanSet(_labels[row]).Intersect(SpanSet(_tags[row])).Count();
        }

        return right;
    }

    [BenchmarkCategory("Spans"), Benchmark]
    public double Spans() => TagSpans.Score(_labels, _tags, TagScheme.Lenient).Micro.F;

    private long CountByHand(Func<string, int, IEnumerable<string>> ngrams, int orders)
    {
        long matches = 0;
        for (int row = 0; row < _hypotheses.Length; row++)
        {
            for (int n = 1; n <= orders; n++)
            {
                Dictionary<string, int> wanted = ngrams(_references[row], n).CountBy(ngram => ngram).ToDictionary();
                matches += ngrams(_hypotheses[row], n).CountBy(ngram => ngram)
                    .Sum(own => Math.Min(own.Value, wanted.GetValueOrDefault(own.Key)));
            }
        }

        return matches;
    }

    private static IEnumerable<string> JoinedWords(string[] words, int n)
        => Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words.AsSpan(i, n)));

    private static IEnumerable<string> Substrings(string text, int n)
        => Enumerable.Range(0, Math.Max(0, text.Length - n + 1)).Select(i => text.Substring(i, n));

    private static int LongestCommon(string[] first, string[] second)
    {
        int[,] table = new int[first.Length + 1, second.Length + 1];
        for (int i = 1; i <= first.Length; i++)
        {
            for (int j = 1; j <= second.Length; j++)
            {
                table[i, j] = first[i - 1] == second[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[first.Length, second.Length];
    }

    private static int Distance(string[] first, string[] second)
    {
        int[,] table = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
            {
                table[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        table[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1),
                        Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[first.Length, second.Length];
    }

    private static HashSet<(string Type, int Start, int End)> SpanSet(string[] tags)
    {
        HashSet<(string, int, int)> spans = [];
        for (int start = 0; start < tags.Length;)
        {
            int end = start + 1;
            if (tags[start] != "O")
            {
                string type = tags[start][2..];
                while (end < tags.Length && tags[end] == "I-" + type)
                {
                    end++;
                }

                spans.Add((type, start, end));
            }

            start = end;
        }

        return spans;
    }

    private static string[][] Split(string[] lines) => [.. lines.Select(line => line.Split(' '))];

    private void Invent()
    {
        var random = new Random(21);
        string[] words = [.. Enumerable.Range(0, 80).Select(i => $"{(char)('a' + (i % 26))}ord{i}"), ".", ",", "!", "?"];
        string[] kinds = ["O", "O", "O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];
        string[] Draw(string[] from, int count) => [.. Enumerable.Range(0, count).Select(_ => from[random.Next(from.Length)])];
        string[] Change(string[] items, string[] from, double share)
            => [.. items.Select(item => random.NextDouble() < share ? from[random.Next(from.Length)] : item)];
        string[][] texts = [.. Enumerable.Range(0, Texts).Select(_ => Draw(words, random.Next(8, 33)))];
        _references = [.. texts.Select(text => string.Join(' ', text))];
        _hypotheses = [.. texts.Select(text => string.Join(' ', Change(text, words, 0.2)))];
        _labels = [.. Enumerable.Range(0, 5_000).Select(_ => Draw(kinds, 20))];
        _tags = [.. _labels.Select(tags => Change(tags, kinds, 0.1))];
    }
}
