namespace Lit.Api;

/// <summary>Makes new examples from old ones: one result for each example, in their order.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class Generator<TConfig> : Interpreter<TConfig, GeneratedExamples>;

/// <summary>What a <see cref="Generator{TConfig}"/> made from one example.</summary>
/// <param name="Parent">The example.</param>
/// <param name="Examples">The new ones; each <see cref="Example.Meta"/> names its parent and the generator.</param>
public sealed record GeneratedExamples(Example Parent, IReadOnlyList<Example> Examples)
{
    /// <summary>Why there are no new examples, or fewer than the options ask for; null if there is nothing to say.</summary>
    public string? Note { get; init; }
}
