using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>LIT's own files: a JSON object a line, and the spec in a file beside it.</summary>
internal static class LitFile
{
    private const string Extension = ".lit.jsonl";
    private const string SpecExtension = ".spec";
    private const string Data = "data";
    private const string Id = "id";
    private const string Meta = "meta";

    private static readonly LitJsonOptions Lines = new() { IsInvertible = true, LitCompatible = true };

    /// <summary>A path with the extension of these files.</summary>
    public static string Name(string path) => path.EndsWith(Extension, StringComparison.Ordinal) ? path : path + Extension;

    public static async Task WriteAsync(Dataset dataset, string path, CancellationToken cancellationToken)
    {
        await DataFile.WriteAsync(path + SpecExtension, stream => stream
            .WriteAsync(System.Text.Encoding.ASCII.GetBytes(LitJson.Write(dataset.Spec, Lines with { Indented = true })), cancellationToken)
            .AsTask()).ConfigureAwait(false);
        await DataFile.WriteAsync(path, stream => JsonLineWriter.WriteAsync(
            dataset.Select(example => ((object?)Indexed(example), Lines)),
            stream,
            cancellationToken)).ConfigureAwait(false);
    }

    public static async Task<Dataset> ReadAsync(string path, ReadOptions options, CancellationToken cancellationToken)
    {
        byte[] specFile = await File.ReadAllBytesAsync(path + SpecExtension, cancellationToken).ConfigureAwait(false);
        var rows = new LitRows(LitJson.ReadSpec(specFile), options);
        var stream = DataFile.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var lines = new LineReader(stream, options.Name ?? "", options.MaxRowBytes);
            while (await lines.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                while (lines.TryRead(out var line))
                {
                    rows.Add(line, lines.Line);
                }
            }
        }

        return rows.Build($"{rows.Count} examples from {path}");
    }

    private static ValueMap<object?> Indexed(Example example)
    {
        var meta = Origins.Write(example.Meta);
        return new()
        {
            [Data] = new ValueMap<object?>(
                [.. example, new(ExampleId.IdField, example.Id), new(ExampleId.MetaField, meta)]),
            [Id] = example.Id,
            [Meta] = meta,
        };
    }

    /// <summary>Makes examples of lines, and checks them.</summary>
    private sealed class LitRows(Spec spec, ReadOptions options)
    {
        private readonly List<Example> _examples = [];
        private long _row;

        public int Count => _examples.Count;

        public void Add(ReadOnlySpan<byte> line, long number)
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                return;
            }

            List<SpecMismatch> mismatches = [];
            var example = Read(line, mismatches);
            if (mismatches.Count == 0)
            {
                _examples.Add(example!);
            }
            else
            {
                Report(new(options.Name ?? "", _row, number, mismatches));
            }

            _row++;
        }

        public Dataset Build(string description) => new(spec, _examples, options.Name ?? "", description);

        private Example? Read(ReadOnlySpan<byte> line, List<SpecMismatch> mismatches)
        {
            ValueMap<object?> row;
            try
            {
                row = LitJson.Read(line) as ValueMap<object?>
                    ?? throw new LitJsonException("Expected an object, found another value.");
            }
            catch (LitJsonException exception)
            {
                mismatches.Add(new("row", "an object in LIT's JSON", exception.Message));
                return null;
            }

            bool indexed = row.ContainsKey(Id) && row.GetValueOrDefault(Data) is ValueMap<object?>;
            var fields = indexed ? (ValueMap<object?>)row[Data]! : row;
            Dictionary<string, object?> normalized = [];
            foreach (var (name, type) in spec)
            {
                object? value = fields.TryGetValue(name, out object? found) ? type.Normalize(found) : null;
                mismatches.AddRange(Check(name, type, value));
                normalized[name] = value;
            }

            return new(
                fields.Where(field => field.Key is not (ExampleId.IdField or ExampleId.MetaField))
                    .Select(field => KeyValuePair.Create(field.Key, normalized.GetValueOrDefault(field.Key, field.Value))),
                (indexed ? row[Id] : fields.GetValueOrDefault(ExampleId.IdField)) as string,
                Origins.Read(indexed ? row.GetValueOrDefault(Meta) : fields.GetValueOrDefault(ExampleId.MetaField)));
        }

        private IEnumerable<SpecMismatch> Check(string name, LitType type, object? value)
        {
            if (value is null)
            {
                return type.Required ? [new(name, "a value", "none")] : [];
            }

            return type.ValueType.IsInstanceOfType(value)
                ? type.Check(name, value)
                : [new(name, $"a {type.GetType().Name}, {Example.TypeName(type.ValueType)}", Found.Value(value, options.ShowValues))];
        }

        private void Report(RowError error)
        {
            if (options.OnBadRow is null)
            {
                throw new LitException($"{error}. Mend the row, or set OnBadRow to leave out such rows and go on.");
            }

            options.OnBadRow(error);
        }
    }
}
