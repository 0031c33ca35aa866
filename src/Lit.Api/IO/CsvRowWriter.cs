using System.Globalization;
using CsvHelper;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>Writes examples as CSV that gives the same values when it is read.</summary>
internal sealed class CsvRowWriter(Dataset dataset, CsvWriter writer)
{
    private readonly KeyValuePair<string, LitType>[] _fields = [.. dataset.Spec];
    private readonly bool _hasIds = dataset.Any(example => example.HasGivenId);

    public static async Task WriteAsync(Dataset dataset, Stream stream, char separator, CancellationToken cancellationToken)
    {
        var options = new CsvWriterOptions { Separator = separator, NewLine = "\n" };
        var writer = CsvWriter.Create(stream, options, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await new CsvRowWriter(dataset, writer).WriteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        IEnumerable<string> names = _fields.Select(field => field.Key);
        foreach (string name in _hasIds ? names.Prepend(ExampleId.IdField) : names)
        {
            writer.WriteField(name);
        }

        await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
        for (int row = 0; row < dataset.Count; row++)
        {
            WriteRow(row, dataset[row]);
            await writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WriteRow(int row, Example example)
    {
        if (_hasIds)
        {
            WriteText(example.HasGivenId ? example.Id : "");
        }

        foreach (var (name, type) in _fields)
        {
            if (!example.TryGetValue(name, out object? value) || value is null)
            {
                if (type.Required || (_fields.Length == 1 && !_hasIds))
                {
                    string reason = type.Required ? "the field is not optional" : "a row of one cell needs one";
                    throw Wrong(row, name, $"a value, as {reason}", "none");
                }

                writer.WriteField((string?)null);
                continue;
            }

            WriteValue(row, name, type, value);
        }
    }

    private void WriteValue(int row, string name, LitType type, object value)
    {
        switch (value)
        {
            case string text when IsWhole(text):
                WriteText(text);
                break;
            case string:
                throw Wrong(row, name, "a text of whole characters", "half a surrogate pair");
            case double number when double.IsFinite(number):
                writer.WriteField(number);
                break;
            case double number:
                throw Wrong(row, name, "a finite number", number.ToString(CultureInfo.InvariantCulture));
            case long number:
                writer.WriteField(number);
                break;
            case bool truth:
                writer.WriteField(truth ? "true" : "false");
                break;
            case IReadOnlyList<string> labels when type is SparseMultilabel list && CanJoin(labels, list.Separator):
                WriteText(string.Join(list.Separator, labels));
                break;
            default:
                WriteText(LitJson.Write(value, Numbers.AreFinite(value) ? LitJsonOptions.Simple : LitJsonOptions.Invertible));
                break;
        }
    }

    /// <summary>Writes a text; quotes tell one that is empty from a null.</summary>
    private void WriteText(string text)
        => writer.WriteField(text, text.Length == 0 ? CsvQuoting.Always : CsvQuoting.WhenNeeded);

    private LitException Wrong(int row, string field, string expected, string found)
        => new($"{RowError.Place(dataset.Name)}, row {row}, {field}: expected {expected}; found {found}. CSV cannot hold it.");

    /// <summary>Whether splitting the joined labels gives the labels back.</summary>
    private static bool CanJoin(IReadOnlyList<string> labels, string separator)
    {
        string joined = string.Join(separator, labels);
        return joined.Length > 0
            && joined[0] != '['
            && IsWhole(joined)
            && joined.Split(separator, StringSplitOptions.TrimEntries).SequenceEqual(labels);
    }

    private static bool IsWhole(string text)
    {
        for (int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
