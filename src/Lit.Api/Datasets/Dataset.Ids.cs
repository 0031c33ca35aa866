namespace Lit.Api;

/// <content>Ids.</content>
public sealed partial class Dataset
{
    /// <summary>Finds examples by their ids.</summary>
    /// <returns>An index of the examples as they stand in this view; made anew by each call.</returns>
    public DatasetIndex Index() => new(this);

    /// <summary>The same examples with ids of the caller's.</summary>
    /// <param name="idOf">The id of an example; one that depends on the content alone.</param>
    /// <returns>A view; an id that was given before is replaced.</returns>
    public Dataset WithIds(Func<Example, string> idOf)
    {
        ArgumentNullException.ThrowIfNull(idOf);
        return new Dataset(Spec, _store.WithIds(_rows, idOf), _rows, Name, Description);
    }
}
