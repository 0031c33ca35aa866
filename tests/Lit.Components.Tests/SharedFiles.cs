using NUnit.Framework;

namespace Lit.Components;

/// <summary>Finds files that are too large for the repository.</summary>
internal static class SharedFiles
{
    /// <summary>A file in the folder that LIT_SHARED names or in 'shared' beside the repository; the test is skipped where there is none.</summary>
    public static string Find(params string[] path)
    {
        string? root = Environment.GetEnvironmentVariable("LIT_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared");
            root = Directory.Exists(Path.Combine(candidate, "models")) ? candidate : null;
        }

        string? file = root is null ? null : Path.Combine([root, .. path]);
        if (file is null || !File.Exists(file))
        {
            Assert.Ignore($"Needs {Path.Combine(path)} in the folder that LIT_SHARED names or in 'shared' beside the repository.");
        }

        return file!;
    }
}
