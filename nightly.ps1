Start-VM gpu-01
