using NUnit.Framework;

namespace Lit.Onnx.Runtime;

public sealed class SessionPoolTests
{
    private static readonly byte[] Model = File.ReadAllBytes(TestFiles.Model("small", "echo-float32.onnx"));

    [Test]
    public void Equal_keys_share_a_session_and_others_do_not()
    {
        using var pool = new SessionPool();

        OnnxSession first = Get(pool, "forward", new OnnxOptions { Threads = 1 });
        OnnxSession same = Get(pool, "forward", new OnnxOptions { Threads = 1 });
        OnnxSession otherProgram = Get(pool, "gradient", new OnnxOptions { Threads = 1 });
        OnnxSession otherOptions = Get(pool, "forward", new OnnxOptions { Threads = 2 });

        Assert.That(same, Is.SameAs(first));
        Assert.That(otherProgram, Is.Not.SameAs(first));
        Assert.That(otherOptions, Is.Not.SameAs(first));
        Assert.That(pool.Count, Is.EqualTo(3));
    }

    [Test]
    public async Task Callers_at_the_same_time_load_a_model_once()
    {
        using var pool = new SessionPool();
        int loads = 0;

        OnnxSession[] sessions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => pool.Get(
            new SessionKey("hash", "forward", new OnnxOptions { Threads = 1 }),
            () =>
            {
                Interlocked.Increment(ref loads);
                return Model;
            },
            "echo"))));

        Assert.That(loads, Is.EqualTo(1));
        Assert.That(sessions, Is.All.SameAs(sessions[0]));
    }

    [Test]
    public void A_model_that_failed_to_load_is_tried_again()
    {
        using var pool = new SessionPool();
        var key = new SessionKey("hash", "forward", new OnnxOptions { Threads = 1 });

        Assert.That(() => pool.Get(key, () => Model[..20], "echo"), Throws.TypeOf<Lit.Types.LitException>());

        Assert.That(pool.Get(key, () => Model, "echo").Inputs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Disposing_the_pool_disposes_its_sessions()
    {
        var pool = new SessionPool();
        OnnxSession session = Get(pool, "forward", new OnnxOptions { Threads = 1 });

        pool.Dispose();
        pool.Dispose();

        Assert.That(session.Rent, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => Get(pool, "forward", new OnnxOptions()), Throws.TypeOf<ObjectDisposedException>());
    }

    private static OnnxSession Get(SessionPool pool, string program, OnnxOptions options) =>
        pool.Get(new SessionKey("hash", program, options), () => Model, "echo");
}
