using Mono.Cecil;
using Mono.Cecil.Cil;

namespace VescUartBoot.Tests.Architecture;

/// <summary>The compiled projects and what their types use, and the source files.</summary>
internal static class Sources
{
    /// <summary>The library.</summary>
    public static ModuleDefinition Library { get; } = Read("VescUartBoot.dll");

    /// <summary>The simulator.</summary>
    public static ModuleDefinition Simulator { get; } = Read("VescUartBoot.Simulator.dll");

    /// <summary>The top folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files below a folder of the repository, without what a build has made.</summary>
    public static IEnumerable<string> Files(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)
        where !parts.Contains("obj") && !parts.Contains("bin")
        select file;

    /// <summary>The outermost types that a type and all inside it use, other than itself.</summary>
    public static IEnumerable<TypeDefinition> UsedBy(TypeDefinition type)
    {
        var found = new HashSet<TypeDefinition>();
        foreach (var part in WithNested(type))
        {
            foreach (var reference in References(part))
            {
                Add(reference);
            }
        }

        found.Remove(type);
        return found;

        void Add(TypeReference? reference)
        {
            switch (reference)
            {
                case null or GenericParameter:
                    return;
                case GenericInstanceType generic:
                    foreach (var argument in generic.GenericArguments)
                    {
                        Add(argument);
                    }

                    break;
            }

            var element = reference.GetElementType();
            while (element.DeclaringType is { } outer)
            {
                element = outer;
            }

            if (element.Scope.Name.StartsWith("VescUartBoot", StringComparison.Ordinal) && element.Resolve() is { } definition)
            {
                found.Add(definition);
            }
        }
    }

    /// <summary>The string literals in the code of a type and all inside it.</summary>
    public static IEnumerable<string> Literals(TypeDefinition type) =>
        from part in WithNested(type)
        from method in part.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode == OpCodes.Ldstr
        select (string)instruction.Operand;

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference?> References(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var reference in type.Interfaces.Select(i => i.InterfaceType).Concat(type.Fields.Select(f => f.FieldType)))
        {
            yield return reference;
        }

        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var parameter in method.Parameters)
            {
                yield return parameter.ParameterType;
            }

            if (!method.HasBody)
            {
                continue;
            }

            foreach (var reference in method.Body.Variables.Select(v => v.VariableType)
                .Concat(method.Body.Instructions.SelectMany(Operands)))
            {
                yield return reference;
            }
        }
    }

    private static IEnumerable<TypeReference> Operands(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static ModuleDefinition Read(string name)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        return ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, name),
            new ReaderParameters { AssemblyResolver = resolver });
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VescUartBoot.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests run outside the repository");
        }

        return folder.FullName;
    }
}
