using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>The exported models of both exporters and of converters, and what cannot be differentiated of them.</summary>
internal static class ZooFiles
{
    /// <summary>Every file that has a gradient: folder, file.</summary>
    public static IEnumerable<object[]> All() => Cases().Select(c => (object[])[c.Arguments[0]!, c.Arguments[1]!]).DistinctBy(f => (f[0], f[1]));

    /// <summary>Every case of every file that has a gradient: folder, file, case.</summary>
    public static IEnumerable<TestCaseData> Cases() =>
        from path in Directory.EnumerateFiles(TestFiles.Model("zoo"), "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let folder = Path.GetFileName(Path.GetDirectoryName(path)!)
        let file = Path.GetFileName(path)
        from one in ZooCase.Read(TestFiles.Model("zoo", folder))
        select new TestCaseData(folder, file, one.Name).SetArgDisplayNames($"{folder}/{file} {one.Name}");

    /// <summary>Those with a recorded integral.</summary>
    public static IEnumerable<TestCaseData> Integrals() => Cases().Where(c => Find(c.Arguments).Integrated is not null);

    public static ZooCase Find(params object?[] arguments) =>
        ZooCase.Read(TestFiles.Model("zoo", (string)arguments[0]!)).First(c => c.Name == (string)arguments[2]!);

    /// <summary>How far results may be from double precision, relative to their largest.</summary>
    public static double Tolerance(string folder) => folder == "bert-fp16" ? 2e-2 : 1e-5;
}
