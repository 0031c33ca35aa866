namespace Lit.Api;

/// <summary>Makes new examples from old ones.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class Generator<TConfig> : Interpreter<TConfig, GeneratedExamples>;

/// <summary>What a <see cref="Generator{TConfig}"/> made from one example.</summary>
/// <param name="Parent">The example.</param>
/// <param name="Examples">The new ones; each <see cref="Example.Meta"/> names its parent and the generator.</param>
public sealed record GeneratedExamples(Example Parent, IReadOnlyList<Example> Examples);
