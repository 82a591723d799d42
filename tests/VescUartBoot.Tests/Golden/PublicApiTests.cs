using System.Reflection;
using VescUartBoot.Boards;
using VescUartBoot.Simulator;

namespace VescUartBoot.Tests.Golden;

/// <summary>What programs of others are built on changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_library_shows_what_its_list_says() =>
        GoldenFile.Compare("tests/VescUartBoot.Tests/Golden/VescUartBoot.api", PublicApi.List(typeof(Board).Assembly));

    [Fact]
    public void The_simulator_shows_what_its_list_says() =>
        GoldenFile.Compare("tests/VescUartBoot.Tests/Golden/VescUartBoot.Simulator.api", PublicApi.List(typeof(SimulatedBoard).Assembly));
}

/// <summary>Lists all that a program outside the assembly can see.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // What the compiler writes for every record says nothing of its own.
    private static readonly string[] _ofRecords = ["<Clone>$", "Deconstruct", "Equals", "GetHashCode", "PrintMembers", "ToString", "op_Equality", "op_Inequality", "EqualityContract"];

    private static readonly NullabilityInfoContext _nullability = new();

    public static string List(Assembly assembly) => string.Concat(
        assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => $"{Head(t)}\n{string.Concat(Members(t).Order(StringComparer.Ordinal).Select(m => $"  {m}\n"))}"));

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsValueType ? "struct"
            : (type.IsAbstract, type.IsSealed) switch { (true, true) => "static class", (true, false) => "abstract class", (false, true) => "sealed class", _ => "class" };
        string record = type.GetMethod("<Clone>$") is not null ? "record " : "";
        var bases = type.IsEnum ? [] : type.GetInterfaces().Where(i => i.IsVisible && !i.Name.StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(Name).Order(StringComparer.Ordinal).Prepend(type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? Name(b) : "").Where(b => b.Length > 0);
        string from = string.Join(", ", bases);
        return $"{record}{kind} {type.Namespace}.{Name(type)}{(from.Length > 0 ? $" : {from}" : "")}";
    }

    private static IEnumerable<string> Members(Type type) =>
        type.IsEnum
            ? Enum.GetNames(type).Select(n => $"{n} = {Convert.ToInt64(Enum.Parse(type, n))}")
            : type.GetMembers(Declared).Where(m => !_ofRecords.Contains(m.Name)).Select(Member).OfType<string>();

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo m when Visible(m) && !(m.GetParameters() is [var only] && only.ParameterType == m.DeclaringType) => $"new({Parameters(m)})",
        MethodInfo m when Visible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Static(m)}{Name(m.ReturnType)}{Null(_nullability.Create(m.ReturnParameter))} {m.Name}{Generics(m.GetGenericArguments())}({Parameters(m)})",
        PropertyInfo p when (p.GetMethod is { } g && Visible(g)) || (p.SetMethod is { } s && Visible(s)) =>
            $"{Static((p.GetMethod ?? p.SetMethod)!)}{Required(p)}{Name(p.PropertyType)}{Null(_nullability.Create(p))} {p.Name} {{ {(p.GetMethod is { } get && Visible(get) ? "get; " : "")}{(p.SetMethod is { } set && Visible(set) ? IsInit(set) ? "init; " : "set; " : "")}}}",
        FieldInfo f when f.IsPublic || f.IsFamily => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static readonly " : "")}{Name(f.FieldType)} {f.Name}{(f.IsLiteral ? $" = {f.GetRawConstantValue()}" : "")}",
        EventInfo e when Visible(e.AddMethod!) => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : method.DeclaringType is { IsInterface: false } && method.IsAbstract ? "abstract " : "";

    private static string Required(PropertyInfo property) => property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";

    private static string Null(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType ? "?" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{(p.IsOut ? "out " : p.ParameterType.IsByRef ? p.IsIn ? "in " : "ref " : "")}{Name(p.ParameterType)}{Null(_nullability.Create(p))} {p.Name}{(p.HasDefaultValue ? $" = {p.RawDefaultValue ?? "default"}" : "")}"));

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        string name = type.Name.Split('`')[0];
        string outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        return outer + name + Generics(type.GetGenericArguments());
    }
}
