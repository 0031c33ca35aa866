using BenchmarkDotNet.Running;
using Lit.Benchmarks.Coverage;
using Lit.Benchmarks.Gpu;

return args switch
{
    ["coverage", .. var rest] => CoverageCommand.Run(rest),
    ["gpu", .. var rest] => GpuCommand.Run(rest),
    _ => Benchmarks(args),
};

static int Benchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
