using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>Components by name.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class ComponentCatalog : IReadOnlyList<Component>
{
    private readonly OrderedDictionary<string, Component> _components = new(StringComparer.Ordinal);

    /// <summary>A catalog of components in their order.</summary>
    /// <param name="components">The components.</param>
    /// <exception cref="LitException">Two components have one name.</exception>
    public ComponentCatalog(IEnumerable<Component> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        foreach (var component in components)
        {
            if (!_components.TryAdd(component.Name, component))
            {
                throw new LitException(
                    $"Expected each name of a component once, found '{component.Name}' twice. Rename one of them.");
            }
        }
    }

    /// <inheritdoc />
    public int Count => _components.Count;

    /// <inheritdoc />
    public Component this[int index] => _components.GetAt(index).Value;

    /// <summary>The component of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="LitException">There is none.</exception>
    public Component this[string name] => TryGet(name, out var component)
        ? component
        : throw new LitException($"Expected one of the components {string.Join(", ", _components.Keys)}; found '{name}'.");

    /// <summary>The component of a name, if there is one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="component">The component.</param>
    public bool TryGet(string name, [MaybeNullWhen(false)] out Component component)
        => _components.TryGetValue(name, out component);

    /// <summary>Says of every component whether it fits a model and a dataset, and why not.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <returns>One answer for each component, in their order.</returns>
    public IReadOnlyList<ComponentFit> Check(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. this.Select(component => new ComponentFit(component, component.CheckCompatibility(model, dataset)))];
    }

    /// <summary>The components that fit a model and a dataset, in their order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    public IEnumerable<Component> Find(Model model, Dataset dataset)
        => Check(model, dataset).Where(fit => fit.Compatibility.IsCompatible).Select(fit => fit.Component);

    /// <summary>The components of one kind that fit a model and a dataset, in their order.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    public IEnumerable<T> Find<T>(Model model, Dataset dataset)
        where T : Component
        => Find(model, dataset).OfType<T>();

    /// <summary>
    /// A catalog of these components and more; one of a name that is taken replaces the old one in its place.
    /// </summary>
    /// <param name="components">The components.</param>
    public ComponentCatalog With(IEnumerable<Component> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        var merged = new OrderedDictionary<string, Component>(_components, StringComparer.Ordinal);
        foreach (var component in components)
        {
            merged[component.Name] = component;
        }

        return new ComponentCatalog(merged.Values);
    }

    /// <inheritdoc />
    public IEnumerator<Component> GetEnumerator() => _components.Values.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Whether a component fits a model and a dataset.</summary>
/// <param name="Component">The component.</param>
/// <param name="Compatibility">The reasons against it; none if it fits.</param>
public sealed record ComponentFit(Component Component, Compatibility Compatibility)
{
    /// <summary>Whether the component can run.</summary>
    public bool Fits => Compatibility.IsCompatible;
}
