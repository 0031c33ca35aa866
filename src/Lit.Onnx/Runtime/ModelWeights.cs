using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Runtime;

/// <summary>The large constants of one model file, in memory that all of its sessions read.</summary>
/// <remarks>
/// Constants inside the file stay where reading it put them, those of other files are mapped. Kernels reorder weights for
/// their own use; these copies are shared by the sessions as well. Everything is freed with the last session, so
/// <see cref="Dispose"/> may be called while there are some. Safe for concurrent use.
/// </remarks>
internal sealed class ModelWeights : IDisposable
{
    // Small constants are what optimisers of graphs look into, and not worth sharing.
    private const int SmallestBytes = 16 * 1024;
    private const int WorthTrimming = 16 * 1024 * 1024;

    private readonly OnnxFile _file;
    private readonly Lock _gate = new();
    private readonly List<GCHandle> _pins = [];
    private readonly Dictionary<string, Mapping> _mappings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shared> _shared = new(StringComparer.Ordinal);
    private readonly PrePackedWeightsContainer _packed = new();
    private int _users = 1;
    private bool _opened;
    private bool _disposed;

    public ModelWeights(OnnxFile file) => _file = file;

    /// <summary>Bytes of all constants that are shared.</summary>
    public long Bytes { get; private set; }

    /// <summary>Creates a session that reads these constants instead of copies of its own.</summary>
    /// <param name="model">The session's graph.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="folder">Where weights outside the file lie; null if there are none.</param>
    /// <returns>The session; call <see cref="Release"/> after it was disposed.</returns>
    public InferenceSession CreateSession(ModelProto model, OnnxOptions options, string? folder)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_users == 0, this);
            Open();
            _users++;
        }

        try
        {
            var session = SessionFactory.Create(
                model.ToByteArray(), options, _file.Name, folder, _packed, native => AddTo(native, model));
            if (Bytes >= WorthTrimming)
            {
                NativeHeap.Trim();
            }

            return session;
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Says that a session is gone.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        foreach (var shared in _shared.Values)
        {
            shared.Value.Dispose();
        }

        _packed.Dispose();
        _pins.ForEach(pin => pin.Free());
        foreach (var mapping in _mappings.Values)
        {
            mapping.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Release();
    }

    private static TensorElementType? Element(TensorProto tensor) => (OnnxElementType)tensor.DataType switch
    {
        OnnxElementType.Float => TensorElementType.Float,
        OnnxElementType.Double => TensorElementType.Double,
        OnnxElementType.Float16 => TensorElementType.Float16,
        _ => null,
    };

    private void AddTo(SessionOptions native, ModelProto model)
    {
        foreach (var tensor in model.Graph.Initializer)
        {
            if (_shared.TryGetValue(tensor.Name, out var shared) && shared.IsSame(tensor))
            {
                native.AddInitializer(tensor.Name, shared.Value);
            }
        }
    }

    private void Open()
    {
        if (_opened)
        {
            return;
        }

        _opened = true;
        foreach (var tensor in _file.Model.Graph.Initializer)
        {
            if (tensor.Dims.Count < 2 || Element(tensor) is not { } element || !BitConverter.IsLittleEndian)
            {
                continue;
            }

            long bytes = tensor.ElementCount() * ElementTypes.SizeOf(element);
            if (bytes >= SmallestBytes && Address(tensor, bytes) is { } address)
            {
                var value = OrtValue.CreateTensorValueWithData(
                    OrtMemoryInfo.DefaultInstance, element, [.. tensor.Dims], address, bytes);
                _shared[tensor.Name] = new(tensor, value);
                Bytes += bytes;
            }
        }
    }

    private nint? Address(TensorProto tensor, long bytes)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            var external = ExternalData.Resolve(tensor, _file, bytes);
            if (!_mappings.TryGetValue(external.Path, out var mapping))
            {
                _mappings[external.Path] = mapping = new Mapping(external.Path);
            }

            return mapping.Address + (nint)external.Offset;
        }

        if (tensor.RawData.Length != bytes || !MemoryMarshal.TryGetArray(tensor.RawData.Memory, out var segment))
        {
            return null;
        }

        var pin = GCHandle.Alloc(segment.Array, GCHandleType.Pinned);
        _pins.Add(pin);
        return pin.AddrOfPinnedObject() + segment.Offset;
    }

    private readonly record struct Shared(TensorProto Tensor, OrtValue Value)
    {
        /// <summary>Whether a constant of a rewritten graph still is the one of the file.</summary>
        public bool IsSame(TensorProto other) => other.DataType == Tensor.DataType && other.Dims.Equals(Tensor.Dims)
            && (other.DataLocation == TensorProto.Types.DataLocation.External
                ? other.ExternalData.Equals(Tensor.ExternalData)
                : ReferenceEquals(other.RawData, Tensor.RawData));
    }

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;

        public Mapping(string path)
        {
            _file = MemoryMappedFile.CreateFromFile(
                path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }

        public nint Address => _view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)_view.PointerOffset;

        public void Dispose()
        {
            _view.Dispose();
            _file.Dispose();
        }
    }
}
