using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>The examples of a dataset by their ids.</summary>
/// <remarks>Equal examples without given ids have one id: the index then shows the last of them, as LIT does.</remarks>
public sealed class DatasetIndex
{
    private readonly Dictionary<string, int> _positions;

    internal DatasetIndex(Dataset dataset)
    {
        Dataset = dataset;
        _positions = new Dictionary<string, int>(dataset.Count, StringComparer.Ordinal);
        List<string> duplicates = [];
        for (int i = 0; i < dataset.Count; i++)
        {
            string id = dataset[i].Id;
            if (!_positions.TryAdd(id, i))
            {
                _positions[id] = i;
                duplicates.Add(id);
            }
        }

        Duplicates = duplicates;
    }

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; }

    /// <summary>The number of different ids.</summary>
    public int Count => _positions.Count;

    /// <summary>The ids of examples that are not the first of their id, in order; empty if all differ.</summary>
    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>The example of an id.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="LitException">There is none.</exception>
    public Example this[string id] => TryGet(id, out var example)
        ? example
        : throw new LitException(
            $"Expected the id of an example of {Dataset}; found '{id}'. An id that was not given changes with the content.");

    /// <summary>The example of an id, if there is one.</summary>
    /// <param name="id">The id.</param>
    /// <param name="example">The example.</param>
    public bool TryGet(string id, [MaybeNullWhen(false)] out Example example)
    {
        bool found = TryGetPosition(id, out int position);
        example = found ? Dataset[position] : null;
        return found;
    }

    /// <summary>The position of an id, if there is one.</summary>
    /// <param name="id">The id.</param>
    /// <param name="position">The position in the dataset.</param>
    public bool TryGetPosition(string id, out int position) => _positions.TryGetValue(id, out position);

    /// <summary>The examples of some ids, in their order, as a view.</summary>
    /// <param name="ids">The ids.</param>
    /// <exception cref="LitException">An id is not in the dataset.</exception>
    public Dataset Pick(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Dataset.Pick([.. ids.Select(id => TryGetPosition(id, out int position)
            ? position
            : throw new LitException($"Expected ids of examples of {Dataset}; found '{id}'."))]);
    }
}
