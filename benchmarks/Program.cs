using BenchmarkDotNet.Running;
using Lit.Benchmarks.Coverage;

return args is ["coverage", .. var rest] ? CoverageCommand.Run(rest) : Benchmarks(args);

static int Benchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
