using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Lit.Api;

namespace Lit.Benchmarks;

/// <summary>What checking rows and keeping them as columns costs on top of the bare JSON reader, for a million rows.</summary>
/// <remarks>
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *JsonLinesBenchmark*</c>. The bare loops read the lines of the
/// file, make the same texts and numbers of them, and drop them.
/// </remarks>
[MemoryDiagnoser]
public class JsonLinesBenchmark
{
    private string _path = "";

    [Params(1_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _path = Path.Combine(Path.GetTempPath(), $"lit-benchmark-{Rows}.jsonl");
        BenchmarkRows.Write(_path, null, Rows, (text, label, rating, year, isLong) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"text": "{{text}}", "label": "{{label}}", "rating": {{rating}}, "year": {{year}}, "is_long": {{(isLong ? "true" : "false")}}}"""));
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    [Benchmark(Baseline = true)]
    public double BareUtf8JsonReader() => Lines(line =>
    {
        double sum = 0;
        var reader = new Utf8JsonReader(line.Span);
        while (reader.Read())
        {
            sum += reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!.Length,
                JsonTokenType.Number => reader.GetDouble(),
                JsonTokenType.True => 1,
                _ => 0,
            };
        }

        return sum;
    });

    [Benchmark]
    public double BareJsonDocument() => Lines(line =>
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return root.GetProperty("text").GetString()!.Length + root.GetProperty("label").GetString()!.Length
            + root.GetProperty("rating").GetDouble() + root.GetProperty("year").GetInt64()
            + (root.GetProperty("is_long").GetBoolean() ? 1 : 0);
    });

    [Benchmark]
    public async Task<int> Columns() => (await Dataset.FromJsonLinesAsync(BenchmarkRows.Spec, _path, new())).Count;

    private double Lines(Func<ReadOnlyMemory<byte>, double> read)
    {
        double sum = 0;
        byte[] buffer = new byte[1 << 16];
        int end = 0;
        using var stream = File.OpenRead(_path);
        while (stream.Read(buffer.AsSpan(end)) is var count and > 0)
        {
            end += count;
            int start = 0;
            while (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is var at and >= 0)
            {
                sum += read(buffer.AsMemory(start, at));
                start += at + 1;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
        }

        return sum;
    }
}
