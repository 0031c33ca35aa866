using System.Diagnostics;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Fuzzing;

/// <summary>Damaged files are used or refused with an exception that says why; nothing else comes of them.</summary>
public sealed class ModelFuzzTests
{
    private static readonly ProgramTargetKind[] Kinds = Enum.GetValues<ProgramTargetKind>();

    [Test]
    public void Five_thousand_damaged_models_are_used_or_refused() => Run(first: 0, count: 5_000);

    [Test]
    [Category("Slow")]
    public void A_hundred_thousand_damaged_models_are_used_or_refused([Range(0, 9)] int part) =>
        Run(first: part * 10_000, count: 10_000);

    [Test]
    public void Damage_is_the_same_for_the_same_seed()
    {
        byte[] model = FuzzSeeds.All[^1];

        Assert.That(new ModelMutator(7).Mutate(model), Is.EqualTo(new ModelMutator(7).Mutate(model)));
        Assert.That(new ModelMutator(7).Mutate(model), Is.Not.EqualTo(new ModelMutator(8).Mutate(model)));
    }

    private static void Run(int first, int count)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var unexpected = new List<string>();
        var slowest = new PriorityQueue<string, double>();
        for (int seed = first; seed < first + count; seed++)
        {
            byte[] damaged = new ModelMutator(seed).Mutate(FuzzSeeds.All[seed % FuzzSeeds.All.Count]);
            long start = Stopwatch.GetTimestamp();
            string outcome;
            try
            {
                outcome = Use(damaged, seed);
            }
            catch (Exception error) when (error is not LitException)
            {
                outcome = "unexpected";
                unexpected.Add($"seed {seed}: {error}");
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            slowest.Enqueue($"seed {seed}: {seconds:0.000} s, {outcome}", seconds);
            if (slowest.Count > 5)
            {
                slowest.Dequeue();
            }
        }

        TestContext.Out.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        while (slowest.TryDequeue(out string? line, out _))
        {
            TestContext.Out.WriteLine(line);
        }

        Assert.That(unexpected, Is.Empty, string.Join("\n", unexpected.Take(20)));
    }

    /// <summary>All that is done to a file before the runtime sees it.</summary>
    private static string Use(byte[] bytes, int seed)
    {
        DifferentiableModel model;
        try
        {
            model = new DifferentiableModel(OnnxFile.Parse(bytes));
        }
        catch (OnnxModelException)
        {
            return "refused";
        }
        catch (UnsupportedOperatorException)
        {
            return "not lifted";
        }

        try
        {
            var cut = model.FindCut(null);
            model.Coverage();
            var target = new ProgramTarget(null, Kinds[seed % Kinds.Length]);
            GradientProgramBuilder.Build(model, cut, target);
            PathProgramBuilder.Build(model, cut, target, new(PerElement: seed % 2 == 0));
            return "differentiated";
        }
        catch (UnsupportedOperatorException)
        {
            return "no gradient";
        }
        catch (OnnxModelException)
        {
            return "refused later";
        }
    }
}
