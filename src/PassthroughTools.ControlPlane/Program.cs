using PassthroughTools.ControlPlane.Hosting;

return await CommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
