namespace Lit.Onnx.Runtime;

/// <summary>Where a model's arithmetic is done. Two providers are equal when all their settings are.</summary>
public abstract record ExecutionProvider
{
    private protected ExecutionProvider()
    {
    }

    /// <summary>
    /// The processor; needs the package <c>Microsoft.ML.OnnxRuntime</c> or another with the native library.
    /// </summary>
    public static ExecutionProvider Cpu { get; } = new CpuProvider();

    /// <summary>An NVIDIA GPU with default settings; needs the package <c>Microsoft.ML.OnnxRuntime.Gpu</c>.</summary>
    /// <param name="deviceId">The number of the GPU, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviceId"/> is negative.</exception>
    public static ExecutionProvider Cuda(int deviceId = 0) => new CudaProvider { DeviceId = deviceId };
}

/// <summary>See <see cref="ExecutionProvider.Cpu"/>.</summary>
public sealed record CpuProvider : ExecutionProvider
{
    /// <inheritdoc />
    public override string ToString() => "CPU";
}

/// <summary>An NVIDIA GPU.</summary>
public sealed record CudaProvider : ExecutionProvider
{
    /// <summary>The number of the GPU, from 0.</summary>
    /// <value>0 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int DeviceId
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many bytes the memory arena of a session may take on the GPU; null for all there are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public long? MemoryLimit
    {
        get;
        init
        {
            if (value is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
            }

            field = value;
        }
    }

    /// <summary>Whether matrix products may round their factors to 10 bits of mantissa, which is faster.</summary>
    /// <value>False by default, so that CPU and GPU agree; ONNX Runtime's own default is true.</value>
    public bool AllowTf32 { get; init; }

    /// <summary>Whether cuDNN is used; set it to false on machines that have CUDA but no cuDNN.</summary>
    /// <value>True by default.</value>
    public bool UseCudnn { get; init; } = true;

    /// <inheritdoc />
    public override string ToString() => $"CUDA device {DeviceId}";
}
