namespace Lit.Types;

/// <summary>The weight of each frame of a film.</summary>
/// <param name="Salience">Frame numbers as text, and what is known of each.</param>
public sealed record FrameSalienceMap(ValueMap<FrameWeight> Salience);

/// <summary>The weight of one frame, with its pictures.</summary>
/// <param name="Score">The weight.</param>
/// <param name="Images">Pictures of the frame as data URLs.</param>
public sealed record FrameWeight(double Score, ValueList<string> Images);
