using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>The types of its own assembly that a type needs: in signatures, bodies, catch clauses, attributes, type arguments.</summary>
internal sealed class TypeNeeds
{
    private readonly HashSet<TypeDefinition> _found = [];

    private TypeNeeds(TypeDefinition type)
    {
        Add(type.BaseType);
        AddAttributes(type);
        AddParameters(type);
        foreach (InterfaceImplementation implemented in type.Interfaces)
        {
            Add(implemented.InterfaceType);
        }
        foreach (FieldDefinition field in type.Fields)
        {
            Add(field.FieldType);
            AddAttributes(field);
        }
        foreach (PropertyDefinition property in type.Properties)
        {
            AddAttributes(property);
        }
        foreach (MethodDefinition method in type.Methods)
        {
            AddSignature(method);
            AddAttributes(method);
            AddAttributes(method.MethodReturnType);
            AddParameters(method);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                AddAttributes(parameter);
            }
            if (method.HasBody)
            {
                AddBody(method.Body);
            }
        }
    }

    internal static IReadOnlySet<TypeDefinition> Of(TypeDefinition type) => new TypeNeeds(type)._found;

    private void AddBody(MethodBody body)
    {
        foreach (VariableDefinition variable in body.Variables)
        {
            Add(variable.VariableType);
        }
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            Add(handler.CatchType);
        }
        foreach (object operand in body.Instructions.Select(instruction => instruction.Operand))
        {
            switch (operand)
            {
                case TypeReference type:
                    Add(type);
                    break;
                case FieldReference field:
                    Add(field.DeclaringType);
                    Add(field.FieldType);
                    break;
                case IMethodSignature signature:
                    AddSignature(signature);
                    break;
            }
        }
    }

    private void AddSignature(IMethodSignature signature)
    {
        Add(signature.ReturnType);
        foreach (ParameterDefinition parameter in signature.Parameters)
        {
            Add(parameter.ParameterType);
        }
        if (signature is MethodReference method)
        {
            Add(method.DeclaringType);
        }
        if (signature is GenericInstanceMethod generic)
        {
            AddAll(generic.GenericArguments);
        }
    }

    private void AddParameters(IGenericParameterProvider generic)
    {
        foreach (GenericParameter parameter in generic.GenericParameters)
        {
            AddAll(parameter.Constraints.Select(constraint => constraint.ConstraintType));
        }
    }

    private void AddAttributes(ICustomAttributeProvider owner)
    {
        foreach (CustomAttribute attribute in owner.CustomAttributes)
        {
            Add(attribute.AttributeType);
            foreach (CustomAttributeArgument argument in attribute.ConstructorArguments
                .Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument)))
            {
                AddArgument(argument);
            }
        }
    }

    private void AddArgument(CustomAttributeArgument argument)
    {
        Add(argument.Type);
        Add(argument.Value as TypeReference);
        foreach (CustomAttributeArgument element in argument.Value as CustomAttributeArgument[] ?? [])
        {
            AddArgument(element);
        }
    }

    private void AddAll(IEnumerable<TypeReference> types)
    {
        foreach (TypeReference type in types)
        {
            Add(type);
        }
    }

    private void Add(TypeReference? type)
    {
        switch (type)
        {
            case TypeDefinition own:
                _found.Add(own);
                break;
            case FunctionPointerType pointer:
                AddSignature(pointer);
                break;
            case TypeSpecification made:
                AddAll((made as GenericInstanceType)?.GenericArguments ?? []);
                Add((made as IModifierType)?.ModifierType);
                Add(made.ElementType);
                break;
        }
    }
}
