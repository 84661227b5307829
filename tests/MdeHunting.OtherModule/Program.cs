using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MdeHunting.OtherModule;

// manifest, environment file, authority, root certificate, order, and the files that the other module brings
if (args is not [var manifest, var environmentFile, var authority, var rootCertificate, var order, .. var files])
{
    Console.Error.WriteLine("Only the tests start this.");
    return 2;
}

if (order == "before")
{
    Bring(files);
    Console.WriteLine(await Other(authority, rootCertificate));
}

using var own = new OwnModule(manifest, environmentFile);
Console.WriteLine(own.Hunt());
if (order == "alone")
{
    return 0;
}

if (order == "after")
{
    Bring(files);
}

Console.WriteLine(await Other(authority, rootCertificate));
Console.WriteLine(own.Hunt());
Console.WriteLine(
    $"contexts: {string.Join(", ", AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "Microsoft.Identity.Client")
    .Select(assembly => AssemblyLoadContext.GetLoadContext(assembly)!.Name).Order())}"
);
return 0;

// As Import-Module loads what a module brings: into the default context.
static void Bring(string[] files)
{
    foreach (var file in files)
    {
        AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
    }
}

// A method of its own: what it names is loaded when it is first called.
[MethodImpl(MethodImplOptions.NoInlining)]
static Task<string> Other(string authority, string rootCertificate) => OtherSignIn.SignInAsync(new Uri(authority), rootCertificate);
