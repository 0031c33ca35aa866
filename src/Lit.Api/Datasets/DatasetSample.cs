namespace Lit.Api;

/// <summary>Draws random subsets and orders of a dataset.</summary>
public static class DatasetSample
{
    private const int DefaultSeed = 42;

    extension(Dataset dataset)
    {
        /// <summary>Draws examples without replacement, with seed 42.</summary>
        /// <param name="count">How many. At or above the size of the dataset, the dataset itself is returned.</param>
        public Dataset Sample(int count) => dataset.Sample(count, DefaultSeed);

        /// <summary>Draws examples without replacement.</summary>
        /// <param name="count">How many. At or above the size of the dataset, the dataset itself is returned.</param>
        /// <param name="seed">Equal seeds draw equal examples, on every platform and every version of .NET.</param>
        /// <returns>A view in the order drawn.</returns>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
        /// <remarks>Draws what LIT draws for the same seed.</remarks>
        public Dataset Sample(int count, long seed)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            return count < dataset.Count
                ? dataset.Pick(new SeededRandom(seed).Sample(dataset.Count, count))
                : dataset;
        }

        /// <summary>Puts all examples in random order, with seed 42.</summary>
        public Dataset Shuffle() => dataset.Shuffle(DefaultSeed);

        /// <summary>Puts all examples in random order.</summary>
        /// <param name="seed">Equal seeds give equal orders, on every platform and every version of .NET.</param>
        /// <returns>A view.</returns>
        /// <remarks>
        /// The order is that of Python's <c>random.Random(seed).shuffle</c>. LIT keeps the order it was given: it asks
        /// for a sample as large as the dataset, and so gets the dataset itself.
        /// </remarks>
        public Dataset Shuffle(long seed)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            int[] positions = [.. Enumerable.Range(0, dataset.Count)];
            new SeededRandom(seed).Shuffle(positions.AsSpan());
            return dataset.Pick(positions);
        }
    }
}
