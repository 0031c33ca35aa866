using System.Text.Json;
using Lit.Api.Metrics.Resampling;

namespace Lit.Api.Metrics;

/// <summary>Resampled sums of a stream that is seen once: each example counts in each resample as often as a Poisson variable of mean 1 says.</summary>
/// <remarks>
/// Memory does not grow with the stream: a row of sums for each resample. How often an example counts follows from the seed,
/// the shard and its position, so equal runs are equal and shards merge. Not safe for concurrent use.
/// <para>N. Chamandy, O. Muralidharan, A. Najmi, S. Naidu: Estimating Uncertainty for Massive Data Streams (2012).</para>
/// </remarks>
public sealed class PoissonBootstrap
{
    private readonly double[] _sums;
    private readonly double[] _counts;
    private readonly ulong _stream;
    private ulong _next;

    /// <summary>Creates empty sums.</summary>
    /// <param name="width">How many sums there are, at least 1.</param>
    /// <param name="resamples">How many resamples there are, at least 1; each example costs as many additions.</param>
    /// <param name="seed">Equal seeds give equal resamples.</param>
    /// <param name="shard">The number of this part of the stream: parts that are merged need different ones.</param>
    public PoissonBootstrap(int width, int resamples = 200, int seed = 42, int shard = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        (Width, Resamples) = (width, resamples);
        _sums = new double[width * resamples];
        _counts = new double[resamples];
        _stream = RandomStream.Scatter(((ulong)(uint)seed << 32) | (uint)shard);
    }

    /// <summary>How many sums there are.</summary>
    public int Width { get; }

    /// <summary>How many resamples there are.</summary>
    public int Resamples { get; }

    /// <summary>How many examples were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the next example.</summary>
    /// <param name="values"><see cref="Width"/> numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.Length != Width)
        {
            throw new ArgumentException($"Expected {Width} numbers, found {values.Length}.", nameof(values));
        }

        Count++;
        ulong bits = _stream + (_next++ * 0xD1342543DE82EF95);
        for (int b = 0; b < Resamples; b += 4)
        {
            ulong random = RandomStream.Scatter(bits += 0x9E3779B97F4A7C15);
            for (int k = b; k < Math.Min(b + 4, Resamples); k++, random >>= 16)
            {
                int times = Poisson.FromBits((ushort)random);
                if (times > 0)
                {
                    _counts[k] += times;
                    for (int i = 0; i < Width; i++)
                    {
                        _sums[(k * Width) + i] += times * values[i];
                    }
                }
            }
        }
    }

    /// <summary>Adds what another part of the stream has seen; the other stays as it is.</summary>
    /// <exception cref="ArgumentException">It has another width or number of resamples.</exception>
    public void Merge(PoissonBootstrap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Width != Width || other.Resamples != Resamples)
        {
            throw new ArgumentException(
                $"Expected {Resamples} resamples of {Width} sums, found {other.Resamples} of {other.Width}.", nameof(other));
        }

        Count += other.Count;
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += other._sums[i];
        }

        for (int b = 0; b < _counts.Length; b++)
        {
            _counts[b] += other._counts[b];
        }
    }

    /// <summary>The score of each resample.</summary>
    /// <param name="score">From the sums of a resample and the examples in it; not asked where there are none.</param>
    public double[] Scores(Func<ReadOnlyMemory<double>, double, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return
        [
            .. Enumerable.Range(0, Resamples).Select(b => _counts[b] == 0
                ? double.NaN
                : score(_sums.AsMemory(b * Width, Width), _counts[b])),
        ];
    }

    /// <summary>Writes the sums as one JSON value.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("count", Count);
        StateJson.Write(writer, "counts", _counts);
        StateJson.Write(writer, "sums", _sums);
        writer.WriteEndObject();
    }

    /// <summary>Adds what another part of the stream, of the same width and number of resamples, wrote.</summary>
    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <exception cref="Lit.Types.LitException">It is not of that form.</exception>
    public void Merge(JsonElement json)
    {
        double[] counts = StateJson.Numbers(json, "counts", _counts.Length), sums = StateJson.Numbers(json, "sums", _sums.Length);
        Count += StateJson.Count(json, "count");
        for (int i = 0; i < sums.Length; i++)
        {
            _sums[i] += sums[i];
        }

        for (int b = 0; b < counts.Length; b++)
        {
            _counts[b] += counts[b];
        }
    }
}
