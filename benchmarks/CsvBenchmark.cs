using System.Globalization;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Lit.Api;

namespace Lit.Benchmarks;

/// <summary>What checking rows and keeping them as columns costs on top of the bare CSV reader, for a million rows.</summary>
/// <remarks>
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *CsvBenchmark*</c>. The bare loop makes the same texts and
/// numbers of the same file, and drops them.
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
    public async Task<int> Columns() => (await Dataset.FromCsvAsync(BenchmarkRows.Spec, _path, new())).Count;
}
