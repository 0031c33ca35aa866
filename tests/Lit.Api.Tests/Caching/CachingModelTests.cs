using System.Collections.Concurrent;
using System.Text.Json;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api;

public sealed class CachingModelTests
{
    /// <summary>Recorded cases that say something else here, with the reason.</summary>
    private static readonly Dictionary<string, string> Otherwise = new()
    {
        ["same id twice in one request"] = "one key has one prediction, also within one request",
        ["too few predictions"] = "A_model_that_loses_predictions_fails_and_nothing_is_kept",
        ["strict ids"] = "Strict_ids_refuse_one_that_is_not_of_the_content",
        ["strict without hash function"] = "the hash of ids is always there",
        ["fit_transform on a plain model"] = "there are no projector models among the models",
        ["embedding table is forwarded"] = "ModelWrapperTests",
        ["overridden compatibility"] = "ModelWrapperTests",
    };

    private static IEnumerable<TestCaseData<GoldenCase>> ById => GoldenFile.Cases("caching", name => !Otherwise.ContainsKey(name));

    [TestCaseSource(nameof(ById))]
    public async Task With_given_ids_as_keys_the_model_sees_what_it_sees_in_LIT(GoldenCase golden)
    {
        var model = new CountingModel();
        var cache = new CachingModel(model, new CachingOptions { KeyFields = CacheKeyFields.GivenId });
        var expected = golden.Expected.GetProperty("results").EnumerateArray().ToArray();

        foreach (var (request, results) in golden.Input.GetProperty("requests").EnumerateArray().Zip(expected))
        {
            var outputs = await cache.PredictAsync(request.Examples()).ToListAsync();
            Assert.That(outputs.Select(output => output.Get<int>("n")), Is.EqualTo(results.EnumerateArray().Select(result => result.GetProperty("n").GetInt32())));
        }

        Assert.That(model.Calls, Is.EqualTo(golden.Expected.GetProperty("model_calls").EnumerateArray().Select(Texts)));
        Assert.That(cache.Statistics.Entries, Is.EqualTo(golden.Expected.GetProperty("entries").GetInt32()));
    }

    [Test]
    public async Task Content_counts_and_not_the_id()
    {
        var model = new CountingModel();
        var cache = new CachingModel(model);

        int[] first = await PredictAsync(cache, new Example([new("t", "a")], "1", null));
        int[] second = await PredictAsync(cache, new Example([new("t", "long text")], "1", null), new Example([new("t", "a")], "2", null));

        Assert.That((int[])[.. first, .. second], Is.EqualTo(new[] { 1, 9, 1 }));
        Assert.That(model.Calls, Is.EqualTo(new[] { new[] { "a" }, ["long text"] }));
    }

    [Test]
    public async Task A_field_that_the_model_does_not_read_counts_only_if_all_do()
    {
        var all = new CountingModel();
        var read = new CountingModel();
        Example[] examples = [new([new("t", "a"), new("label", "x")]), new([new("t", "a"), new("label", "y")])];

        await PredictAsync(new CachingModel(all), examples);
        await PredictAsync(new CachingModel(read, new CachingOptions { KeyFields = CacheKeyFields.InputSpec }), examples);

        Assert.That(all.Calls.Single(), Has.Length.EqualTo(2));
        Assert.That(read.Calls.Single(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_changed_model_is_asked_again()
    {
        var model = new CountingModel();
        var cache = new CachingModel(model);

        await PredictAsync(cache, LengthModel.Text("a"));
        model.Version = "2";
        await PredictAsync(cache, LengthModel.Text("a"));

        Assert.That(model.Calls, Has.Count.EqualTo(2));
    }

    [Property(MaxTest = 200)]
    public Property Cached_is_the_same_as_not_cached_whatever_fits_into_the_cache() => Prop.ForAll(
        (from texts in Gen.ArrayOf(Gen.Elements("a", "bb", "ccc", "dddd", "eeeee")) from entries in Gen.Choose(0, 4) from window in Gen.Choose(1, 5) select (texts, entries, window)).ToArbitrary(),
        given =>
        {
            var cache = new CachingModel(new CountingModel(), new CachingOptions { MaxEntries = given.entries, Window = given.window });
            int[] lengths = [.. given.texts.Select(text => text.Length)];
            int[] stream = PredictAsync(cache, [.. given.texts.Select(LengthModel.Text)]).GetAwaiter().GetResult();
            var table = cache.PredictTableAsync(LengthModel.Dataset(given.texts)).AsTask().GetAwaiter().GetResult();
            return stream.SequenceEqual(lengths)
                && table.Select(row => row.Get<int>("n")).SequenceEqual(lengths)
                && cache.Statistics.Entries <= given.entries;
        });

    [Test]
    public async Task The_least_recently_used_prediction_goes_first()
    {
        var model = new CountingModel();
        var cache = new CachingModel(model, new CachingOptions { MaxEntries = 2 });

        foreach (string text in new[] { "a", "bb", "a", "ccc", "a", "bb" })
        {
            await PredictAsync(cache, LengthModel.Text(text));
        }

        Assert.That(model.Calls.Select(call => call.Single()), Is.EqualTo(new[] { "a", "bb", "ccc", "bb" }));
        Assert.That(cache.Statistics.Evictions, Is.EqualTo(2));
    }

    [Test]
    public async Task Bytes_are_bounded_and_a_prediction_that_alone_is_too_large_is_not_kept()
    {
        var cache = new CachingModel(new CountingModel(), new CachingOptions { MaxBytes = 400 });

        await PredictAsync(cache, [.. Enumerable.Range(1, 50).Select(i => LengthModel.Text(new string('x', i)))]);
        var none = new CachingModel(new CountingModel(), new CachingOptions { MaxBytes = 10 });
        await PredictAsync(none, LengthModel.Text("a"));

        Assert.That(cache.Statistics.Bytes, Is.InRange(1, 400));
        Assert.That(cache.Statistics.Entries, Is.InRange(1, 49));
        Assert.That(none.Statistics.Entries, Is.Zero);
    }

    [Test]
    public async Task Callers_at_the_same_time_share_one_computation_for_one_key()
    {
        var model = new CountingModel { Concurrent = true };
        var cache = new CachingModel(model, new CachingOptions { Window = 3 });
        string[] texts = [.. Enumerable.Range(1, 20).Select(i => new string('x', i))];
        var answers = new ConcurrentBag<bool>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            string[] own = [.. texts];
            new SeededRandom(caller).Shuffle(own.AsSpan());
            int[] lengths = await PredictAsync(cache, [.. own.Select(LengthModel.Text)]);
            answers.Add(lengths.SequenceEqual(own.Select(text => text.Length)));
        })));

        Assert.That(answers, Has.Count.EqualTo(16).And.All.True);
        Assert.That(model.Calls.SelectMany(call => call), Is.EquivalentTo(texts));
    }

    [Test]
    public async Task A_model_that_is_not_made_for_it_is_entered_by_one_caller_at_a_time()
    {
        var model = new CountingModel();
        var cache = new CachingModel(model);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => PredictAsync(cache, LengthModel.Text($"{i}")))));

        Assert.That(model.MostInside, Is.EqualTo(1));
        Assert.That(model.Calls, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task A_caller_that_cancels_does_not_take_along_the_one_that_waits_for_him()
    {
        using var source = new CancellationTokenSource();
        var entered = new TaskCompletionSource();
        int attempts = 0;
        var model = new CountingModel
        {
            Concurrent = true,
            Hold = (_, token) =>
            {
                entered.TrySetResult();
                return Interlocked.Increment(ref attempts) == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
            },
        };
        var cache = new CachingModel(model);

        var first = cache.PredictAsync([LengthModel.Text("abc")], source.Token).ToListAsync().AsTask();
        await entered.Task;
        var second = PredictAsync(cache, LengthModel.Text("abc"));
        await source.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        Assert.That(await second, Is.EqualTo(new[] { 3 }));
        Assert.That(model.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_caller_that_waits_can_cancel_and_the_computation_goes_on()
    {
        using var source = new CancellationTokenSource();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var model = new CountingModel
        {
            Hold = (_, _) =>
            {
                entered.TrySetResult();
                return release.Task;
            },
        };
        var cache = new CachingModel(model);

        var first = PredictAsync(cache, LengthModel.Text("abc"));
        await entered.Task;
        var second = cache.PredictAsync([LengthModel.Text("abc")], source.Token).ToListAsync().AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => second);
        release.SetResult();

        Assert.That(await first, Is.EqualTo(new[] { 3 }));
        Assert.That(model.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_failure_is_not_kept()
    {
        int attempts = 0;
        var model = new CountingModel { Hold = (_, _) => ++attempts == 1 ? throw new InvalidDataException("once") : Task.CompletedTask };
        var cache = new CachingModel(model);

        await Assert.ThrowsAsync<InvalidDataException>(() => PredictAsync(cache, LengthModel.Text("abc")));

        Assert.That(await PredictAsync(cache, LengthModel.Text("abc")), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public async Task A_model_that_loses_predictions_fails_and_nothing_is_kept()
    {
        var cache = new CachingModel(new CountingModel { Missing = 1 });

        var error = await Assert.ThrowsAsync<LitException>(() => PredictAsync(cache, LengthModel.Text("a"), LengthModel.Text("bb")));

        Assert.That(error!.Message, Is.EqualTo("Model 'CountingModel': expected 2 predictions, one for each example, found 1."));
        Assert.That(cache.Statistics.Entries, Is.Zero);
    }

    [Test]
    public async Task Strict_ids_refuse_one_that_is_not_of_the_content()
    {
        var golden = GoldenFile.Case("caching", "strict ids");
        var cache = new CachingModel(new CountingModel(), new CachingOptions { StrictIds = true });

        foreach (var (request, expected) in golden.Input.GetProperty("requests").EnumerateArray().Zip(golden.Expected.GetProperty("results").EnumerateArray()))
        {
            if (expected.IsError())
            {
                var error = await Assert.ThrowsAsync<LitException>(() => PredictAsync(cache, [.. request.Examples()]));
                Assert.That(error!.Message, Does.Contain("'wrong'").And.Contain("9b6f89ac881e2481f20da93c9b93db32"));
            }
            else
            {
                Assert.That(await PredictAsync(cache, [.. request.Examples()]), Is.EqualTo(new[] { 1 }));
            }
        }
    }

    [Test]
    public async Task A_prediction_does_not_hold_on_to_its_batch()
    {
        var cache = new CachingModel(new LengthModel(new BatchOptions { MaxBatchSize = 1000 }));

        await cache.PredictTableAsync(LengthModel.Dataset(Enumerable.Range(1, 100).Select(i => new string('x', i))));

        Assert.That(cache.Statistics.Bytes, Is.LessThan(100 * 600));
        Assert.That((await PredictAsync(cache, LengthModel.Text("xx"))).Single(), Is.EqualTo(2));
    }

    [Test]
    public async Task What_was_forgotten_is_predicted_again()
    {
        var model = new CountingModel();
        var cache = new CachingModel(model);

        await PredictAsync(cache, LengthModel.Text("a"));
        cache.Clear();
        await PredictAsync(cache, LengthModel.Text("a"));

        Assert.That(model.Calls, Has.Count.EqualTo(2));
        Assert.That(cache.Statistics.Misses, Is.EqualTo(2));
    }

    [Test]
    public void Every_recorded_case_is_tested_or_listed_with_a_reason()
        => Assert.That(GoldenFile.All("caching").Select(golden => golden.Name), Is.SupersetOf(Otherwise.Keys));

    private static async Task<int[]> PredictAsync(CachingModel cache, params Example[] examples)
        => [.. (await cache.PredictAsync(examples).ToListAsync()).Select(output => output.Get<int>("n"))];

    private static string[] Texts(JsonElement call) => [.. call.EnumerateArray().Select(text => text.GetString()!)];
}
