using System.Globalization;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Lit.Api;

namespace Lit.Benchmarks;

/// <summary>What checking rows and keeping them as columns costs on top of the bare CSV reader, for a million rows.</summary>
/// <remarks>
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *CsvBenchmark*</c>. The bare loop makes the same texts and
/// numbers of the same file, and drops them; the other one keeps them in lists, as a program that needs them has to.
/// </remarks>
[MemoryDiagnoser]
public class CsvBenchmark
{
    private string _path = "";

    [Params(1_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _path = Path.Combine(Path.GetTempPath(), $"lit-benchmark-{Rows}.csv");
        BenchmarkRows.Write(_path, "text,label,rating,year,is_long", Rows, (text, label, rating, year, isLong) => string.Create(
            CultureInfo.InvariantCulture,
            $"\"{text}\",{label},{rating},{year},{(isLong ? "true" : "false")}"));
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    [Benchmark(Baseline = true)]
    public double BareReader()
    {
        using var reader = CsvReader.FromFile(_path, new() { Separator = ',' });
        double sum = 0;
        while (reader.Read())
        {
            sum += reader.GetString(0).Length + reader.GetString(1).Length + reader.Parse<double>(2) + reader.Parse<long>(3)
                + (reader.Parse<bool>(4) ? 1 : 0);
        }

        return sum;
    }

    [Benchmark]
    public int BareReaderIntoLists()
    {
        using var reader = CsvReader.FromFile(_path, new() { Separator = ',' });
        (List<string> Texts, List<string> Labels, List<double> Ratings, List<long> Years, List<bool> Long) kept = ([], [], [], [], []);
        while (reader.Read())
        {
            kept.Texts.Add(reader.GetString(0));
            kept.Labels.Add(reader.GetString(1));
            kept.Ratings.Add(reader.Parse<double>(2));
            kept.Years.Add(reader.Parse<long>(3));
            kept.Long.Add(reader.Parse<bool>(4));
        }

        return kept.Texts.Count;
    }

    [Benchmark]
    public async Task<int> Columns() => (await Dataset.FromCsvAsync(BenchmarkRows.Spec, _path, new())).Count;
}
