using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>Examples as records that hold their given ids, as validation reports them.</summary>
internal sealed class IdentifiedRecords(Dataset dataset) : IReadOnlyList<IReadOnlyDictionary<string, object?>>
{
    public int Count => dataset.Count;

    public IReadOnlyDictionary<string, object?> this[int index] => dataset[index] is { HasGivenId: true } example
        ? new Identified(example)
        : dataset[index];

    public IEnumerator<IReadOnlyDictionary<string, object?>> GetEnumerator()
        => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Identified(Example example) : IReadOnlyDictionary<string, object?>
    {
        public int Count => example.Count + 1;

        public IEnumerable<string> Keys => example.Keys.Append(ExampleId.IdField);

        public IEnumerable<object?> Values => example.Values.Append(example.Id);

        public object? this[string key] => key == ExampleId.IdField ? example.Id : example[key];

        public bool ContainsKey(string key) => key == ExampleId.IdField || example.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
        {
            if (key == ExampleId.IdField)
            {
                value = example.Id;
                return true;
            }

            return example.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
            => example.Append(new(ExampleId.IdField, example.Id)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
