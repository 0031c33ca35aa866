namespace Lit.Types.Json;

/// <summary>A type of which only the name of its family is known.</summary>
internal sealed record AnyType : LitType;

/// <inheritdoc cref="AnyType" />
internal sealed record AnyCandidateList : CandidateListType;

/// <inheritdoc cref="AnyType" />
internal sealed record AnyStringList : StringListType;

/// <inheritdoc cref="AnyType" />
internal sealed record AnyFloatList : FloatListType;

/// <inheritdoc cref="AnyType" />
internal sealed record AnyTensor : TensorType;

/// <inheritdoc cref="AnyType" />
internal sealed record AnyGradients : GradientsType;
