namespace Lit.Types;

/// <summary>Which spec a <see cref="FieldMatcher"/> looks for its fields in.</summary>
public enum SpecSource
{
    /// <summary>The fields of the data set.</summary>
    Dataset,

    /// <summary>The fields that the model reads.</summary>
    Input,

    /// <summary>The fields that the model predicts.</summary>
    Output,
}
