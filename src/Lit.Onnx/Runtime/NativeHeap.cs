using System.Runtime.InteropServices;

namespace Lit.Onnx.Runtime;

/// <summary>Gives memory back to the system that native code has freed.</summary>
/// <remarks>
/// Loading a model frees as much as its weights take. The C library of Linux keeps that for later, in pieces, so that
/// a process would hold it once for each session.
/// </remarks>
internal static class NativeHeap
{
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, which does as it sees fit.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint pad);
}
