using System.Buffers;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>Writes examples as a JSON object a line.</summary>
internal static class JsonLineWriter
{
    private const int FlushSize = 1 << 16;

    public static Task WriteAsync(Dataset dataset, Stream stream, CancellationToken cancellationToken)
        => WriteAsync(dataset.Select((example, row) => Values.Row(dataset.Name, row, example)), stream, cancellationToken);

    /// <summary>Writes one line for each pair of a value and its encoding.</summary>
    public static async Task WriteAsync(
        IEnumerable<(object? Value, LitJsonOptions Options)> lines,
        Stream stream,
        CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushSize * 2);
        foreach (var (value, options) in lines)
        {
            LitJson.Write(value, options, buffer);
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushSize)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
                buffer.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    private static class Values
    {
        /// <summary>A row as a map; tagged where plain JSON would lose a number that is not finite.</summary>
        public static (object? Value, LitJsonOptions Options) Row(string dataset, int row, Example example)
        {
            bool finite = true;
            foreach (var (name, value) in example)
            {
                if (value is double number && !double.IsFinite(number))
                {
                    throw new LitException(
                        $"{RowError.Place(dataset)}, row {row}, {name}: expected a finite number, which is all that JSON has; found {number}.");
                }

                finite = finite && Numbers.AreFinite(value);
            }

            IEnumerable<KeyValuePair<string, object?>> fields = example;
            if (example.HasGivenId)
            {
                fields = fields.Append(new(ExampleId.IdField, example.Id));
            }

            if (!ReferenceEquals(example.Meta, Provenance.None))
            {
                fields = fields.Append(new(ExampleId.MetaField, Origins.Write(example.Meta)));
            }

            return (new ValueMap<object?>(fields), finite ? LitJsonOptions.Simple : LitJsonOptions.Invertible);
        }
    }
}
