namespace Lit.Api;

/// <summary>What a cache holds and has done.</summary>
/// <param name="Entries">The predictions it holds.</param>
/// <param name="Bytes">The memory they take, by an estimate.</param>
/// <param name="Hits">Examples whose prediction was there or under way.</param>
/// <param name="Misses">Examples that were predicted.</param>
/// <param name="Evictions">Predictions dropped to make room.</param>
public readonly record struct CacheStatistics(int Entries, long Bytes, long Hits, long Misses, long Evictions);
