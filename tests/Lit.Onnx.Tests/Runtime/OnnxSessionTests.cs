using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Runtime;

public sealed class OnnxSessionTests
{
    [Test]
    public void Inputs_and_outputs_are_described_with_type_and_shape()
    {
        using OnnxSession session = Load("zipmap-names");

        Assert.That(session.Inputs.Select(Describe), Is.EqualTo(["X: float32 [batch, 2]"]));
        Assert.That(session.Outputs.Select(Describe), Is.EqualTo(["label: string [batch]", "output_probability: sequence of maps"]));
    }

    [Test]
    public void A_runner_is_used_again_for_batches_of_other_sizes()
    {
        using OnnxSession session = Load("echo-float32");

        foreach (int rows in (int[])[2, 5, 5, 1])
        {
            float[] numbers = [.. Enumerable.Range(rows, rows * 2).Select(i => (float)i)];
            Assert.That(Echo(session, numbers), Is.EqualTo(numbers));
        }
    }

    [Test]
    public void An_output_can_be_left_to_the_runtime_and_tells_its_shape()
    {
        using OnnxSession session = Load("echo-float32");
        using Runner runner = session.Rent();
        runner.Input<float>(0, [3, 2]).Fill(7);
        runner.Output(0);

        runner.Run(default);

        Assert.That(runner.Result<float>(0, out long[] shape).ToArray(), Is.All.EqualTo(7f));
        Assert.That(shape, Is.EqualTo([3L, 2L]));
    }

    [Test]
    public void Text_goes_in_and_comes_out()
    {
        using OnnxSession session = Load("echo-string");
        using Runner runner = session.Rent();
        runner.Input(0, ["é", "", "日本", "\U0001F600"], [2, 2]);
        runner.Output(0);

        runner.Run(default);

        Assert.That(runner.Result(0).GetStringTensorAsArray(), Is.EqualTo(["é", "", "日本", "\U0001F600"]));
    }

    [Test]
    public void An_empty_batch_gives_an_empty_output()
    {
        using OnnxSession session = Load("echo-float32");

        Assert.That(Echo(session, []), Is.Empty);
    }

    [Test]
    public async Task Many_threads_share_one_session()
    {
        using OnnxSession session = Load("echo-float32");

        float[][] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            float[] last = [];
            for (int i = 0; i < 200; i++)
            {
                last = Echo(session, [thread, i, -thread, -i]);
                Assert.That(last, Is.EqualTo([thread, i, -thread, (float)-i]));
            }

            return last;
        })));

        Assert.That(answers.Select(answer => answer[0]), Is.EqualTo(Enumerable.Range(0, 8)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Cancelling_stops_a_run_that_would_never_end_and_the_runner_works_again(CancellationToken timeout)
    {
        using OnnxSession session = Load("endless");
        using Runner runner = session.Rent();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout);

        Task run = Task.Run(() => Loop(runner, long.MaxValue, cancel.Token), timeout);
        await Task.Delay(50, timeout);
        await cancel.CancelAsync();
        var stopped = await Assert.ThrowsAsync<OperationCanceledException>(() => run);

        Assert.That(stopped!.CancellationToken, Is.EqualTo(cancel.Token));
        runner.ForgetOutputs();
        Assert.That(Loop(runner, 3, default), Is.EqualTo([4f]));
    }

    [Test]
    public void A_token_that_is_cancelled_before_the_run_stops_it()
    {
        using OnnxSession session = Load("endless");
        using Runner runner = session.Rent();

        Assert.That(() => Loop(runner, 1, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_session_that_is_disposed_lets_its_runs_end_first(CancellationToken timeout)
    {
        OnnxSession session = Load("endless");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        Task run = Task.Run(
            () =>
            {
                using Runner runner = session.Rent();
                Loop(runner, long.MaxValue, cancel.Token);
            },
            timeout);
        await Task.Delay(50, timeout);

        session.Dispose();

        Assert.That(session.Rent, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(run.IsCompleted, Is.False);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
    }

    [Test]
    public void Too_little_memory_is_an_error_of_its_own()
    {
        using OnnxSession session = Load("allocate");
        using Runner runner = session.Rent();
        runner.Input<long>(0, [1])[0] = 1L << 50;
        runner.Output(0);

        Assert.That(
            () => runner.Run(default),
            Throws.TypeOf<ModelOutOfMemoryException>().With.Message.Contain("elements [1]").And.Message.Contain("smaller batches"));
    }

    [Test]
    public void An_output_of_another_shape_than_its_memory_is_told_apart()
    {
        using OnnxSession session = Load("misdeclared");
        using Runner runner = session.Rent();
        ((float[])[1, -1, 1, 4, 5, 6]).CopyTo(runner.Input<float>(0, [2, 3]));
        runner.Output(0, new float[6], [2, 3]);

        Assert.That(() => runner.Run(default), Throws.TypeOf<OutputShapeException>());

        runner.ForgetOutputs();
        runner.Output(0);
        runner.Run(default);
        Assert.That(runner.Result<float>(0, out long[] shape).ToArray(), Is.EqualTo([1f, 1f, 4f, 6f]));
        Assert.That(shape, Is.EqualTo([2L, 2L]));
    }

    [Test]
    public void A_gpu_without_the_library_for_it_names_the_package_to_add()
    {
        var options = new OnnxOptions { Provider = ExecutionProvider.Cuda() };

        Assert.That(
            () => Load("echo-float32", options),
            Throws.TypeOf<LitException>().With.Message.Contain("CUDA device 0").And.Message.Contain("Microsoft.ML.OnnxRuntime.Gpu"));
    }

    [Test]
    public void Bytes_that_are_no_model_are_refused_with_its_name()
    {
        byte[] model = File.ReadAllBytes(TestFiles.Model("small", "regression.onnx"));

        Assert.That(
            () => SessionFactory.Create(model[..^20], new OnnxOptions(), "cut.onnx", null),
            Throws.TypeOf<LitException>().With.Message.Contain("cut.onnx"));
    }

    internal static OnnxSession Load(string small, OnnxOptions? options = null)
    {
        options ??= new OnnxOptions { Threads = 1 };
        byte[] model = File.ReadAllBytes(TestFiles.Model("small", $"{small}.onnx"));
        return new OnnxSession(SessionFactory.Create(model, options, small, null), small, options);
    }

    private static string Describe(TensorInfo info) => $"{info.Name}: {info}";

    private static float[] Echo(OnnxSession session, float[] numbers)
    {
        using Runner runner = session.Rent();
        long[] shape = [numbers.Length / 2, 2];
        float[] answer = new float[numbers.Length];
        numbers.CopyTo(runner.Input<float>(0, shape));
        runner.Output(0, answer, shape);
        runner.Run(default);
        return answer;
    }

    private static float[] Loop(Runner runner, long rounds, CancellationToken cancellationToken)
    {
        runner.Input<float>(0, [1])[0] = 1;
        runner.Input<long>(1, [])[0] = rounds;
        float[] sum = new float[1];
        runner.Output(0, sum, [1]);
        runner.Run(cancellationToken);
        return sum;
    }
}
